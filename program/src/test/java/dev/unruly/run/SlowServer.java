package dev.unruly.run;

import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Loop;
import dev.unruly.world.Sink;
import java.util.ArrayDeque;
import java.util.Deque;

/// A simulated server: some workers, a fixed time of service, an endless queue, first come first
/// served. Like most servers it works on for clients that have gone.
final class SlowServer implements Entrance {

    private static final Head OK =
            new Head() {
                @Override
                public int route() {
                    return -1;
                }

                @Override
                public void render(Sink sink) {
                    sink.status(200);
                }
            };

    private final Loop loop;
    private final int workers;
    private final long serviceNanos;
    private final Deque<Work> queue = new ArrayDeque<>();
    private int usable;
    private int busy;
    private boolean broken;
    long asked;
    long finished;

    SlowServer(Loop loop, int workers, long serviceNanos) {
        this.loop = loop;
        this.workers = workers;
        this.usable = workers;
        this.serviceNanos = serviceNanos;
    }

    /// From now on only so many workers take new work.
    void use(int some) {
        usable = some;
        startWhatCan();
    }

    void useAll() {
        use(workers);
    }

    /// From now on it answers nothing any more, whatever anybody does.
    void breakForGood() {
        broken = true;
    }

    int waiting() {
        return queue.size() + busy;
    }

    @Override
    public Guest accepted(long id, Address from, long nowNanos) {
        return new Guest() {
            @Override
            public ExchangeListener asked(
                    Asked exchange,
                    CharSequence method,
                    CharSequence target,
                    Fields fields,
                    long now) {
                asked++;
                var work = new Work(exchange);
                queue.add(work);
                startWhatCan();
                return work;
            }

            @Override
            public void ended(Ending ending, long now) {}
        };
    }

    private void startWhatCan() {
        while (busy < usable && !queue.isEmpty()) {
            busy++;
            loop.arm(queue.remove(), loop.nanos() + serviceNanos);
        }
    }

    /// A request's work. Rings when it is done.
    private final class Work extends Alarm implements ExchangeListener {
        private final Asked exchange;
        private boolean gone;

        Work(Asked exchange) {
            this.exchange = exchange;
        }

        @Override
        protected void ring(long nowNanos) {
            busy--;
            finished++;
            if (!gone && !broken) {
                exchange.answer(OK, 0);
            }
            startWhatCan();
        }

        @Override
        public void head(int status, Fields fields, long nowNanos) {}

        @Override
        public void body(Bytes bytes, long nowNanos) {}

        @Override
        public void ended(Ending ending, long nowNanos) {
            gone = true;
        }
    }
}
