package dev.unruly.gateway;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;

/// An exchange's application side with an ear at the answer that passes, who may give another one
/// in its stead.
final class Relay implements Asked {

    /// Who hears what passes.
    interface Ear {

        /// An answer has come. True: another is given in its stead by [#instead], once this one is
        /// over.
        boolean takes(int status, AnswerHead head);

        /// No answer has come, and none will. True: likewise.
        boolean takesNone();

        /// Gives the other answer.
        void instead(Asked asked);
    }

    private enum Phase {
        BEFORE,
        PASSING,
        /// Nothing of it passes.
        TAKEN,
        OVER
    }

    private final Asked asked;
    private final Ear ear;
    private Phase phase = Phase.BEFORE;

    /// The exchange behind was cut short, and the application does not know.
    private boolean cut;

    Relay(Asked asked, Ear ear) {
        this.asked = asked;
        this.ear = ear;
    }

    /// Who hears the application's side, where the ear is to hear too that nobody waits any more
    /// for an answer that may come.
    ///
    /// @param far who hears the rest of it
    ExchangeListener hears(ExchangeListener far) {
        return new Heard(far);
    }

    /// How the exchange behind is to be told to have ended when the application's side has.
    Ending told(Ending ending) {
        return cut && ending == Ending.COMPLETE ? Ending.CANCELLED : ending;
    }

    @Override
    public int route() {
        return asked.route();
    }

    @Override
    public void interim(Head head) {
        asked.interim(head);
    }

    @Override
    public void answer(Head head, long bodyBytes) {
        boolean taken = head instanceof AnswerHead answer && ear.takes(answer.status(), answer);
        phase = taken ? Phase.TAKEN : Phase.PASSING;
        if (!taken) {
            asked.answer(head, bodyBytes);
        } else if (bodyBytes == 0) {
            instead();
        }
    }

    private void instead() {
        phase = Phase.OVER;
        ear.instead(asked);
    }

    @Override
    public void write(Bytes bytes) {
        switch (phase) {
            case BEFORE, PASSING -> asked.write(bytes);
            case TAKEN, OVER -> bytes.drop();
        }
    }

    @Override
    public boolean writable() {
        return switch (phase) {
            case BEFORE, PASSING -> asked.writable();
            case TAKEN, OVER -> true;
        };
    }

    @Override
    public void finish() {
        switch (phase) {
            case BEFORE, PASSING -> asked.finish();
            case TAKEN -> instead();
            case OVER -> {}
        }
    }

    @Override
    public void pause() {
        asked.pause();
    }

    @Override
    public void resume() {
        asked.resume();
    }

    @Override
    public void cancel() {
        switch (phase) {
            case BEFORE -> {
                if (ear.takesNone()) {
                    cut = true;
                    instead();
                } else {
                    asked.cancel();
                }
            }
            case PASSING -> asked.cancel();
            case TAKEN -> {
                cut = true;
                instead();
            }
            case OVER -> {}
        }
    }

    private final class Heard implements FromApplication {

        private final ExchangeListener far;

        Heard(ExchangeListener far) {
            this.far = far;
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {
            far.body(bytes, nowNanos);
        }

        @Override
        public void received(long nowNanos) {
            far.received(nowNanos);
        }

        @Override
        public void drained(long nowNanos) {
            far.drained(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            if (phase == Phase.BEFORE) {
                var _ = ear.takesNone();
            }
            far.ended(ending, nowNanos);
        }
    }
}
