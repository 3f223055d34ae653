package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Lane;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeListener;
import org.jspecify.annotations.Nullable;

/// A byte stream of the application and its twin to the dependency. What comes on one side goes on
/// to the other as it is; requests are told apart by reading along.
final class PipeLink implements Link {

    private final Listener home;
    private final long number;
    private final Requests requests;
    private final Dialect dialect;
    private final Valves upValves = new Valves();
    private final Valves downValves = new Valves();
    private final Side application = new Side(Direction.UP);
    private final Side dependency = new Side(Direction.DOWN);
    private final Way up;
    private final Way down;
    private long upTaken;
    private long downTaken;
    private long upPassed;
    private long downPassed;

    /// Bytes were lost on it, or it never got a connection to the dependency: it cannot go on.
    private boolean lossy;

    /// It was reset.
    private boolean over;

    PipeLink(Listener home, long number) {
        this.home = home;
        this.number = number;
        this.requests = new Requests(home.tally(), home.observed(), number);
        this.dialect =
                switch (home.dependency().protocol()) {
                    case POSTGRES -> new PostgresDialect(requests);
                    case REDIS -> new RedisDialect(requests);
                    case TCP, HTTP -> new UnknownDialect(requests);
                };
        this.up = new Way(home.loop(), upValves, application, dependency);
        this.down = new Way(home.loop(), downValves, dependency, application);
    }

    /// Hears the application's side.
    PipeListener application() {
        return application;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String notUnderstood() {
        return dialect.notUnderstood();
    }

    @Override
    public void hurt(int fault, Hurt hurt, long nowNanos) {
        upValves.add(fault, hurt.valve(number, Direction.UP));
        downValves.add(fault, hurt.valve(number, Direction.DOWN));
        flow(nowNanos);
    }

    @Override
    public void heal(int fault, long nowNanos) {
        upValves.remove(fault);
        downValves.remove(fault);
        if (lossy && !upValves.swallow() && !downValves.swallow()) {
            reset();
        } else {
            flow(nowNanos);
        }
    }

    @Override
    public void reset() {
        over = true;
        up.drop();
        down.drop();
        application.reset();
        dependency.reset();
    }

    private void flow(long nowNanos) {
        up.flow(nowNanos);
        down.flow(nowNanos);
    }

    private void begin(long nowNanos) {
        home.opened(this, nowNanos);
        if (upValves.swallow()) {
            lossy = true;
        } else if (!over) {
            dependency.dial();
        }
    }

    private void readUp(Bytes bytes, long nowNanos) {
        home.tally().up(bytes.size());
        if (lossy || upValves.swallow()) {
            lossy = true;
            return;
        }
        long place = upTaken;
        upTaken += bytes.size();
        dialect.up(bytes, place, nowNanos);
        if (up.clear()) {
            up.write(bytes.keep(), nowNanos);
        } else {
            up.take(Piece.of(bytes.keep(), requests.owner(), nowNanos), nowNanos);
        }
    }

    private void readDown(Bytes bytes, long nowNanos) {
        if (lossy || downValves.swallow()) {
            lossy = true;
            return;
        }
        long place = downTaken;
        downTaken += bytes.size();
        requests.arrived(nowNanos);
        dialect.down(bytes, place, nowNanos);
        if (down.clear()) {
            down.write(bytes.keep(), nowNanos);
        } else {
            takeApart(bytes, place, nowNanos);
        }
    }

    /// Holds what belongs to different answers in pieces of their own, for each may have a delay of
    /// its own.
    private void takeApart(Bytes bytes, long place, long nowNanos) {
        int from = 0;
        Request answer = requests.answerEndingAfter(place);
        while (answer != null && answer.downEnd() < place + bytes.size()) {
            int to = (int) (answer.downEnd() - place);
            down.take(Piece.of(copy(bytes, from, to), answer, nowNanos), nowNanos);
            from = to;
            answer = requests.answerEndingAfter(place + from);
        }
        Request last = answer == null ? requests.owner() : answer;
        Bytes rest = from == 0 ? bytes.keep() : copy(bytes, from, bytes.size());
        down.take(Piece.of(rest, last, nowNanos), nowNanos);
    }

    private static Bytes copy(Bytes bytes, int from, int to) {
        byte[] part = new byte[to - from];
        bytes.copyTo(from, part, 0, part.length);
        return Bytes.of(part);
    }

    /// A side has ended its direction in good order.
    private void shut(Direction direction, long nowNanos) {
        Side other = direction == Direction.UP ? dependency : application;
        if (lossy) {
            // Nobody will ever hear of it; the application at least need not wait.
            if (direction == Direction.UP) {
                application.shut();
            }
            return;
        }
        way(direction).act(_ -> other.shut(), 0, requests.owner(), nowNanos);
    }

    private void ended(Direction direction, Ending ending, long nowNanos) {
        switch (direction) {
            case UP -> {
                requests.cutOff();
                down.drop();
                if (application.open) {
                    home.tally().closed();
                }
            }
            case DOWN -> up.drop();
        }
        Side other = direction == Direction.UP ? dependency : application;
        if (ending != Ending.COMPLETE && !other.gone && !lossy) {
            way(direction).act(_ -> other.reset(), 0, requests.owner(), nowNanos);
        }
        if (application.gone && (dependency.gone || !dependency.dialled)) {
            up.drop();
            home.closed(this);
        }
    }

    private Way way(Direction direction) {
        return switch (direction) {
            case UP -> up;
            case DOWN -> down;
        };
    }

    /// One side of the link: the application's, from which the way up comes, or the dependency's.
    private final class Side implements PipeListener, Way.Source, Way.Outlet {

        private final Direction from;
        private @Nullable Pipe pipe;
        private boolean dialled;
        private boolean open;
        private boolean gone;

        Side(Direction from) {
            this.from = from;
        }

        void dial() {
            dialled = true;
            pipe = home.loop().dial(home.nextUpstream(), Lane.direct(), this);
        }

        void shut() {
            if (pipe != null) {
                pipe.shut();
            }
        }

        void reset() {
            if (pipe != null && !gone) {
                pipe.reset();
            }
        }

        @Override
        public void opened(Pipe opened, long nowNanos) {
            pipe = opened;
            open = true;
            switch (from) {
                case UP -> begin(nowNanos);
                case DOWN -> flow(nowNanos);
            }
        }

        @Override
        public void read(Bytes bytes, long nowNanos) {
            switch (from) {
                case UP -> readUp(bytes, nowNanos);
                case DOWN -> readDown(bytes, nowNanos);
            }
        }

        @Override
        public void shut(long nowNanos) {
            PipeLink.this.shut(from, nowNanos);
        }

        @Override
        public void drained(long nowNanos) {
            flow(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            gone = true;
            if (from == Direction.DOWN && !open && ending != Ending.CANCELLED) {
                home.tally().refused();
            }
            PipeLink.this.ended(from, ending, nowNanos);
        }

        @Override
        public void pause() {
            if (pipe != null && open && !gone) {
                pipe.pause();
            }
        }

        @Override
        public void resume() {
            if (pipe != null && open && !gone) {
                pipe.resume();
            }
        }

        @Override
        public boolean open() {
            return open;
        }

        @Override
        public boolean ready() {
            return open && (gone || (pipe != null && pipe.writable()));
        }

        @Override
        public void write(Bytes bytes, long nowNanos) {
            if (pipe == null) {
                bytes.drop();
                return;
            }
            int size = bytes.size();
            pipe.write(bytes);
            switch (from) {
                case UP -> passedDown(size, nowNanos);
                case DOWN -> passedUp(size, nowNanos);
            }
        }
    }

    private void passedUp(int size, long nowNanos) {
        upPassed += size;
        requests.passedUp(upPassed, nowNanos);
    }

    private void passedDown(int size, long nowNanos) {
        home.tally().down(size);
        downPassed += size;
        requests.passedDown(downPassed, nowNanos);
    }
}
