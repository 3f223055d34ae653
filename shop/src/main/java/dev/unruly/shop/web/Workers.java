package dev.unruly.shop.web;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A fixed pool of threads behind a bounded first-in-first-out queue, as servlet containers have
/// it. A worker serves whatever comes next, however long that waited and whether or not anybody
/// still waits for it; what was wasted is only told to the [Ledger], afterwards.
public final class Workers implements Handler, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workers.class.getName());
    private static final Response FULL = Response.text(503, "503: too many requests wait\n");
    private static final Response BROKEN = Response.text(500, "500: the application failed\n");

    /// What the workers run. It may block.
    public interface Application {
        Response serve(Request request);
    }

    /// Is told how requests went, from several threads.
    public interface Ledger {
        /// The queue was full.
        void refused(Request request);

        void served(Request request, Response response, Served served);
    }

    /// When one request did what.
    public record Served(long arrivedNanos, long startedNanos, long finishedNanos, Fate fate) {

        public boolean clientGone() {
            return switch (fate) {
                case Fate.Delivered() -> false;
                case Fate.Gone _ -> true;
            };
        }

        /// Whether the client had left before a worker even began.
        public boolean goneBeforeStart() {
            return switch (fate) {
                case Fate.Delivered() -> false;
                case Fate.Gone(long sinceNanos) -> sinceNanos - startedNanos <= 0;
            };
        }

        /// How long a worker was busy for a client that had gone.
        public long wastedNanos() {
            return switch (fate) {
                case Fate.Delivered() -> 0;
                case Fate.Gone(long sinceNanos) ->
                        Math.clamp(finishedNanos - sinceNanos, 0, finishedNanos - startedNanos);
            };
        }
    }

    private final BlockingQueue<Exchange> queue;
    private final int capacity;
    private final List<Worker> workers = new ArrayList<>();
    private final Application application;
    private final Ledger ledger;
    private final LongSupplier nanos;
    private final Object atRest = new Object();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger mostPresent = new AtomicInteger();
    private volatile boolean closing;

    public Workers(
            String name,
            int size,
            int capacity,
            Application application,
            Ledger ledger,
            LongSupplier nanos) {
        this.queue = new LinkedBlockingQueue<>();
        this.capacity = capacity;
        this.application = application;
        this.ledger = ledger;
        this.nanos = nanos;
        for (int i = 1; i <= size; i++) {
            Worker worker = new Worker(name + "-" + i);
            workers.add(worker);
            worker.thread.start();
        }
    }

    /// Takes a request in while no more are present than can be served and may wait. A request that
    /// an idle worker is about to take does not wait, however long its thread needs to wake up.
    @Override
    public void handle(Exchange exchange) {
        int now = present.incrementAndGet();
        if (now > size() + capacity) {
            left(1);
            ledger.refused(exchange.request());
            exchange.answer(FULL);
            return;
        }
        mostPresent.accumulateAndGet(now, Math::max);
        queue.add(exchange);
    }

    public int size() {
        return workers.size();
    }

    public int capacity() {
        return capacity;
    }

    public int queued() {
        return beyondWorkers(present.get());
    }

    public int busy() {
        return Math.min(present.get(), size());
    }

    public int deepestQueue() {
        return beyondWorkers(mostPresent.get());
    }

    public int busiest() {
        return Math.min(mostPresent.get(), size());
    }

    private int beyondWorkers(int requests) {
        return Math.clamp(requests - size(), 0, capacity);
    }

    public void forgetPeaks() {
        mostPresent.set(present.get());
    }

    /// Turns away everything that waits.
    ///
    /// @return how many
    public int turnAway() {
        List<Exchange> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(exchange -> exchange.answer(FULL));
        left(waiting.size());
        return waiting.size();
    }

    /// Interrupts everything that is being served.
    ///
    /// @return how many
    public int interruptBusy() {
        int interrupted = 0;
        for (Worker worker : workers) {
            if (worker.interruptIfBusy()) {
                interrupted++;
            }
        }
        return interrupted;
    }

    /// Waits until nothing waits and nothing is served.
    ///
    /// @return whether it came to that in time
    public boolean awaitRest(Duration most) throws InterruptedException {
        long until = nanos.getAsLong() + most.toNanos();
        synchronized (atRest) {
            while (present.get() > 0) {
                long leftMillis = (until - nanos.getAsLong()) / 1_000_000;
                if (leftMillis <= 0) {
                    return false;
                }
                atRest.wait(leftMillis);
            }
        }
        return true;
    }

    private void left(int count) {
        if (present.addAndGet(-count) == 0) {
            synchronized (atRest) {
                atRest.notifyAll();
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        turnAway();
        workers.forEach(worker -> worker.thread.interrupt());
    }

    private final class Worker {
        private final Thread thread;
        private boolean serving;

        Worker(String name) {
            this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
        }

        private void run() {
            while (!closing) {
                Exchange exchange = next();
                if (exchange != null) {
                    serve(exchange);
                }
            }
        }

        private @Nullable Exchange next() {
            try {
                return queue.take();
            } catch (InterruptedException closed) {
                return null; // only close() interrupts a worker that rests
            }
        }

        private void serve(Exchange exchange) {
            serving(true);
            long started = nanos.getAsLong();
            Response response = BROKEN;
            try {
                response = application.serve(exchange.request());
            } catch (RuntimeException ours) {
                LOG.log(Level.WARNING, "failed at " + exchange.request().path(), ours);
            } finally {
                serving(false);
                long finished = nanos.getAsLong();
                Response given = response;
                exchange.answer(
                        given,
                        fate ->
                                ledger.served(
                                        exchange.request(),
                                        given,
                                        new Served(
                                                exchange.arrivedNanos(), started, finished, fate)));
                left(1);
            }
        }

        /// An interrupt belongs to the request that was being served, not to the next.
        private synchronized void serving(boolean begins) {
            serving = begins;
            if (!begins && !closing) {
                Thread.interrupted();
            }
        }

        private synchronized boolean interruptIfBusy() {
            if (serving) {
                thread.interrupt();
            }
            return serving;
        }
    }
}
