package dev.unruly.stats;

/// Closed forms of queueing theory. Rates are per any one unit of time, waits in that unit.
///
/// Used to size bulkheads and to hold simulations against the textbook.
public final class Queueing {

    private Queueing() {}

    /// The share of arrivals that find all servers busy and are turned away (Agner Erlang, 1917),
    /// for any distribution of service times.
    ///
    /// @param offered the arrival rate times the mean service time
    public static double erlangB(int servers, double offered) {
        requireLoad(servers, offered);
        double blocked = 1;
        for (int c = 1; c <= servers; c++) {
            blocked = offered * blocked / (c + offered * blocked);
        }
        return blocked;
    }

    /// The fewest servers that turn away at most this share.
    public static int serversFor(double offered, double mostBlocked) {
        requireLoad(1, offered);
        if (!(mostBlocked > 0 && mostBlocked <= 1)) {
            throw new IllegalArgumentException("share must be in (0, 1], got " + mostBlocked);
        }
        double blocked = 1;
        int servers = 0;
        while (blocked > mostBlocked) {
            servers++;
            blocked = offered * blocked / (servers + offered * blocked);
        }
        return servers;
    }

    /// The share of arrivals that must wait in M/M/c, where nobody is turned away; 1 if overloaded.
    public static double erlangC(int servers, double offered) {
        double blocked = erlangB(servers, offered);
        double utilisation = offered / servers;
        return utilisation >= 1 ? 1 : blocked / (1 - utilisation * (1 - blocked));
    }

    /// The mean wait before service in M/M/c; infinite if overloaded.
    public static double waitMmc(int servers, double arrivalRate, double serviceRate) {
        double offered = arrivalRate / requirePositive("service rate", serviceRate);
        double waiting = erlangC(servers, offered);
        double spare = servers * serviceRate - arrivalRate;
        return spare <= 0 ? Double.POSITIVE_INFINITY : waiting / spare;
    }

    /// The mean wait before service in M/M/1; infinite if overloaded.
    public static double waitMm1(double arrivalRate, double serviceRate) {
        return waitMmc(1, arrivalRate, serviceRate);
    }

    /// The mean wait before service in M/D/1; infinite if overloaded.
    public static double waitMd1(double arrivalRate, double serviceTime) {
        return waitMg1(arrivalRate, serviceTime, 0);
    }

    /// The mean wait before service in M/G/1 (Felix Pollaczek, 1930; Aleksandr Khinchine, 1932): ρ
    /// (1 + c²) / 2 (1 − ρ) service times; infinite if overloaded.
    ///
    /// @param squaredVariation c², the service times' variance over their squared mean
    public static double waitMg1(double arrivalRate, double meanService, double squaredVariation) {
        if (!(arrivalRate >= 0) || !(squaredVariation >= 0)) {
            throw new IllegalArgumentException(
                    "rate and variation must not be negative, got %s, %s"
                            .formatted(arrivalRate, squaredVariation));
        }
        double utilisation = arrivalRate * requirePositive("mean service time", meanService);
        return utilisation >= 1
                ? Double.POSITIVE_INFINITY
                : utilisation * (1 + squaredVariation) / (2 * (1 - utilisation)) * meanService;
    }

    private static void requireLoad(int servers, double offered) {
        if (servers < 1 || !(offered >= 0 && Double.isFinite(offered))) {
            throw new IllegalArgumentException(
                    "needs a server and a finite load, got " + servers + ", " + offered);
        }
    }

    private static double requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
        return value;
    }
}
