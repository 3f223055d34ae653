import dev.unruly.host.NoiseFloor;
import java.time.Duration;
import java.util.Locale;

/// How late a thread that only waits wakes up on this machine. Run by `bench/engine`.
///
/// Arguments: seconds, and wake-ups per second. Prints one line of JSON.
final class Floor {

    private Floor() {}

    public static void main(String[] arguments) throws InterruptedException {
        Duration every = Duration.ofSeconds(1).dividedBy(Long.parseLong(arguments[1]));
        NoiseFloor.measure(Duration.ofSeconds(1), every);
        NoiseFloor floor =
                NoiseFloor.measure(Duration.ofSeconds(Long.parseLong(arguments[0])), every);
        System.out.printf(
                Locale.ROOT,
                "{\"p50\": %.1f, \"p99\": %.1f, \"p999\": %.1f}%n",
                floor.p50Nanos() / 1e3,
                floor.p99Nanos() / 1e3,
                floor.p999Nanos() / 1e3);
    }
}
