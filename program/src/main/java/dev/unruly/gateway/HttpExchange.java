package dev.unruly.gateway;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.Ending;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Head;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One request of the application and its answer, on their way through the gateway.
final class HttpExchange {

    private static final int FIRST_FAILING_STATUS = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int END_BYTES = 0;

    private final HttpLink link;
    private final Request request;
    private final boolean isHead;
    private final Way up;
    private final Way down;
    private final Near near = new Near();
    private final Far far = new Far();

    /// The application's side, while it lasts.
    private @Nullable Asked asked;

    /// The dependency's side, while it lasts.
    private @Nullable Exchange exchange;

    private boolean started;
    private boolean upDone;
    private boolean downDone;
    private boolean answeredHere;

    /// The dependency's answer is whole.
    private boolean answered;

    private boolean answerPassed;
    private boolean farOver;
    private long requestBytes;
    private long answerBytes;
    private int status;

    /// @param isHead whether its method is HEAD
    HttpExchange(HttpLink link, Asked asked, boolean isHead, Request request) {
        this.link = link;
        this.asked = asked;
        this.isHead = isHead;
        this.request = request;
        this.up = new Way(link.home().loop(), link.upValves(), near, far);
        this.down = new Way(link.home().loop(), link.downValves(), far, near);
    }

    /// Hears the application's side.
    ExchangeListener application() {
        return near;
    }

    /// Whether it is to go to the dependency and has not.
    boolean waitsForRoom() {
        return !started && !answeredHere && !farOver;
    }

    /// Passes the request on.
    ///
    /// @param bodyBytes as of [Connection#start]
    void ask(RelayedHead head, long bodyBytes, long nowNanos) {
        requestBytes = bodyBytes;
        RelayedHead lasting = up.clear() ? head : head.kept();
        up.act(now -> start(lasting, now), head.size(), request, nowNanos);
    }

    private void start(Head head, long nowNanos) {
        Connection connection = link.roomFor(this);
        if (connection == null) {
            throw new IllegalStateException("a request was let pass without room for it");
        }
        started = true;
        request.sent(nowNanos);
        exchange = connection.start(head, requestBytes, far);
    }

    /// Answers instead of the dependency; what of the request is still to come is ignored.
    void answerHere(int status, String why, long nowNanos) {
        answeredHere = true;
        farOver = true;
        this.status = status;
        request.sent(nowNanos);
        byte[] text = ("unruly: " + why + "\n").getBytes(StandardCharsets.UTF_8);
        answerBytes = text.length;
        down.act(_ -> answer(new OwnHead(status)), text.length, request, nowNanos);
        down.act(
                now -> {
                    near.write(Bytes.of(text), now);
                    finishDown(now);
                },
                END_BYTES,
                request,
                nowNanos);
    }

    /// The dependency is not to be reached, and nobody is to be told but by the connection's end.
    void cannotAsk() {
        farOver = true;
    }

    /// The dependency could not be reached.
    void couldNotAsk(Ending ending, long nowNanos) {
        if (!started && !answeredHere) {
            up.drop();
            String said = ending.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            answerHere(BAD_GATEWAY, "the dependency is " + said, nowNanos);
        }
    }

    void flow(long nowNanos) {
        up.flow(nowNanos);
        down.flow(nowNanos);
    }

    /// Gives up what is held.
    void drop() {
        up.drop();
        down.drop();
    }

    private void answer(Head head) {
        answerPassed = true;
        if (asked != null) {
            asked.answer(head, answerBytes);
        }
    }

    private void finishUp() {
        upDone = true;
        if (exchange != null && requestBytes != 0) {
            exchange.finish();
        }
    }

    private void finishDown(long nowNanos) {
        downDone = true;
        if (asked != null && answerBytes != 0) {
            asked.finish();
        }
        if (status >= FIRST_FAILING_STATUS) {
            request.countFailed(link.home().tally());
        } else {
            request.countCompleted(link.home().tally(), asked, nowNanos);
        }
        overIfBoth(nowNanos);
    }

    private void overIfBoth(long nowNanos) {
        if (asked == null && farOver && request.counted()) {
            drop();
            link.over(this, nowNanos);
        }
    }

    /// The application's side.
    private final class Near implements ExchangeListener, Way.Source, Way.Outlet {

        @Override
        public void head(int status, Fields fields, long nowNanos) {
            throw new IllegalStateException("the application answers nothing");
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {
            link.home().tally().up(bytes.size());
            if (answeredHere || farOver || link.swallowsUp()) {
                return;
            }
            up.pass(bytes, request, nowNanos);
        }

        @Override
        public void received(long nowNanos) {
            if (!answered) {
                request.asked(nowNanos);
            }
            if (!answeredHere && !farOver && !link.swallowsUp()) {
                up.act(_ -> finishUp(), END_BYTES, request, nowNanos);
            }
        }

        @Override
        public void drained(long nowNanos) {
            down.flow(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            Asked waited = asked;
            asked = null;
            down.drop();
            if (ending != Ending.COMPLETE) {
                request.countGivenUp(
                        link.home().tally(), waited, !answered && !answeredHere, nowNanos);
                if (!farOver && !link.swallowsUp()) {
                    up.act(this::cancelFar, END_BYTES, request, nowNanos);
                }
            }
            overIfBoth(nowNanos);
        }

        private void cancelFar(long nowNanos) {
            upDone = true;
            if (exchange != null) {
                exchange.cancel();
            } else {
                farOver = true;
                overIfBoth(nowNanos);
            }
        }

        @Override
        public void pause() {
            if (asked != null) {
                asked.pause();
            }
        }

        @Override
        public void resume() {
            if (asked != null) {
                asked.resume();
            }
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public boolean ready() {
            return asked == null || !answerPassed || downDone || asked.writable();
        }

        @Override
        public void write(Bytes bytes, long nowNanos) {
            if (asked == null) {
                bytes.drop();
            } else {
                link.home().tally().down(bytes.size());
                asked.write(bytes);
            }
        }
    }

    /// The dependency's side.
    private final class Far implements ExchangeListener, Way.Source, Way.Outlet {

        @Override
        public void sent(long nowNanos) {
            request.sent(nowNanos);
        }

        @Override
        public void interim(int status, Fields fields, long nowNanos) {
            RelayedHead head = RelayedHead.answer(status, fields);
            if (link.swallowsDown()) {
                return;
            }
            RelayedHead lasting = down.clear() ? head : head.kept();
            down.act(
                    _ -> {
                        if (asked != null) {
                            asked.interim(lasting);
                        }
                    },
                    head.size(),
                    request,
                    nowNanos);
        }

        @Override
        public void head(int answerStatus, Fields fields, long nowNanos) {
            if (link.swallowsDown()) {
                return;
            }
            RelayedHead head = RelayedHead.answer(answerStatus, fields);
            status = answerStatus;
            answerBytes = head.bodyBytes(RelayedHead.neverHasBody(isHead, status) ? 0 : -1);
            RelayedHead lasting = down.clear() ? head : head.kept();
            int size = head.size();
            boolean whole = answerBytes == 0;
            if (whole) {
                wholeAnswer(nowNanos);
            }
            down.act(
                    now -> {
                        link.home().tally().down(size);
                        answer(lasting);
                        if (whole) {
                            finishDown(now);
                        }
                    },
                    size,
                    request,
                    nowNanos);
        }

        private void wholeAnswer(long nowNanos) {
            answered = true;
            boolean failed = status >= FIRST_FAILING_STATUS;
            request.answered(0, failed, nowNanos);
            if (!failed) {
                link.home().observed().record(request.ownNanos(), nowNanos);
            }
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {
            if (link.swallowsDown()) {
                return;
            }
            down.pass(bytes, request, nowNanos);
        }

        @Override
        public void received(long nowNanos) {
            if (!answered && !link.swallowsDown()) {
                wholeAnswer(nowNanos);
                down.act(HttpExchange.this::finishDown, END_BYTES, request, nowNanos);
            }
        }

        @Override
        public void drained(long nowNanos) {
            up.flow(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            exchange = null;
            farOver = true;
            up.drop();
            if (!answered && asked != null && !link.swallowsDown()) {
                boolean reset = ending == Ending.RESET;
                down.act(_ -> cancelNear(reset), END_BYTES, request, nowNanos);
            }
            overIfBoth(nowNanos);
        }

        /// Cuts the application off in the way in which the dependency did it.
        private void cancelNear(boolean reset) {
            if (reset) {
                link.abortVisit();
            } else if (asked != null) {
                asked.cancel();
            }
        }

        @Override
        public void pause() {
            if (exchange != null) {
                exchange.pause();
            }
        }

        @Override
        public void resume() {
            if (exchange != null) {
                exchange.resume();
            }
        }

        @Override
        public boolean open() {
            return started || link.roomFor(HttpExchange.this) != null;
        }

        @Override
        public boolean ready() {
            if (exchange == null) {
                return farOver || open();
            }
            return upDone || requestBytes == 0 || exchange.writable();
        }

        @Override
        public void write(Bytes bytes, long nowNanos) {
            if (exchange == null) {
                bytes.drop();
            } else {
                exchange.write(bytes);
            }
        }
    }
}
