package dev.unruly.shop.store;

import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import dev.unruly.shop.web.Workers;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the storefront really did, as only it can know. Any thread may count.
public final class Truth implements Workers.Ledger {
    /// What became of the requests of one endpoint.
    ///
    /// @param ok answered with less than 400
    /// @param rejected answered with 400 to 499
    /// @param failed answered with 500 or more
    /// @param refused turned away because the queue was full; not in served
    /// @param gone served although the client had gone by the end
    /// @param goneBeforeStart served although the client had gone before a worker began
    public record Counts(
            long served,
            long ok,
            long rejected,
            long failed,
            long refused,
            long gone,
            long goneBeforeStart,
            double workerSeconds,
            double wastedWorkerSeconds) {
        Counts plus(Counts more) {
            return new Counts(
                    served + more.served,
                    ok + more.ok,
                    rejected + more.rejected,
                    failed + more.failed,
                    refused + more.refused,
                    gone + more.gone,
                    goneBeforeStart + more.goneBeforeStart,
                    workerSeconds + more.workerSeconds,
                    wastedWorkerSeconds + more.wastedWorkerSeconds);
        }
    }

    private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final class Adders {
        private final LongAdder ok = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder refused = new LongAdder();
        private final LongAdder gone = new LongAdder();
        private final LongAdder goneBeforeStart = new LongAdder();
        private final LongAdder workerNanos = new LongAdder();
        private final LongAdder wastedNanos = new LongAdder();

        private Counts counts() {
            return new Counts(
                    ok.sum() + rejected.sum() + failed.sum(),
                    ok.sum(),
                    rejected.sum(),
                    failed.sum(),
                    refused.sum(),
                    gone.sum(),
                    goneBeforeStart.sum(),
                    workerNanos.sum() / 1e9,
                    wastedNanos.sum() / 1e9);
        }
    }

    private volatile Map<Endpoint, Adders> adders = fresh();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    private static Map<Endpoint, Adders> fresh() {
        Map<Endpoint, Adders> adders = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            adders.put(endpoint, new Adders());
        }
        return adders;
    }

    private Adders of(Request request) {
        return adders.getOrDefault(Endpoint.of(request), new Adders());
    }

    @Override
    public void refused(Request request) {
        of(request).refused.increment();
    }

    @Override
    public void served(Request request, Response response, Workers.Served served) {
        Adders counted = of(request);
        if (response.status() < 400) {
            counted.ok.increment();
        } else if (response.status() < 500) {
            counted.rejected.increment();
        } else {
            counted.failed.increment();
        }
        counted.workerNanos.add(served.finishedNanos() - served.startedNanos());
        counted.wastedNanos.add(served.wastedNanos());
        if (served.clientGone()) {
            counted.gone.increment();
        }
        if (served.goneBeforeStart()) {
            counted.goneBeforeStart.increment();
        }
    }

    /// Something the storefront could not do.
    void failure(Exception e) {
        failures.computeIfAbsent(e.getClass().getSimpleName(), _ -> new LongAdder()).increment();
    }

    /// Failures by the kind of exception.
    public Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    public Map<String, Counts> byEndpoint() {
        Map<String, Counts> counts = new LinkedHashMap<>();
        adders.forEach((endpoint, counted) -> counts.put(endpoint.label(), counted.counts()));
        return counts;
    }

    public Counts total() {
        return byEndpoint().values().stream().reduce(NONE, Counts::plus);
    }

    public void forget() {
        adders = fresh();
        failures.clear();
    }
}
