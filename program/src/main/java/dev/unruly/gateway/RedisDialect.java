package dev.unruly.gateway;

import dev.unruly.gateway.Request.Kind;
import dev.unruly.world.Bytes;

/// Redis' protocol, RESP2 and RESP3, understood enough to time every command: one command, one
/// answer, in order. Commands that wait for an event (`BLPOP`) are matched but not timed; after one
/// that changes what is answered (`SUBSCRIBE`, `MONITOR`, `CLIENT REPLY`) nothing can be matched.
final class RedisDialect implements Dialect {

    private final Requests requests;
    private final RedisCommands commands = new RedisCommands();
    private final RedisReplies replies = new RedisReplies();
    private String notUnderstood = "";

    /// Why nothing can be matched once all that was asked before is answered; empty: no reason.
    private String ending = "";

    RedisDialect(Requests requests) {
        this.requests = requests;
    }

    @Override
    public String notUnderstood() {
        return notUnderstood;
    }

    @Override
    public void up(Bytes bytes, long place, long nowNanos) {
        int i = 0;
        while (i < bytes.size() && notUnderstood.isEmpty() && ending.isEmpty()) {
            i = commands.read(bytes, i);
            switch (commands.found()) {
                case NOTHING -> {}
                case COMMAND -> requests.asked(Kind.COUNTED, place + i, nowNanos);
                case WAITING_COMMAND -> requests.asked(Kind.WAITING, place + i, nowNanos);
                case END, BROKEN -> ending = commands.why();
            }
        }
        endIfAnswered();
    }

    @Override
    public void down(Bytes bytes, long place, long nowNanos) {
        int i = 0;
        while (i < bytes.size() && notUnderstood.isEmpty()) {
            i = replies.read(bytes, i);
            switch (replies.found()) {
                case NOTHING -> {}
                case REPLY -> answered(place + i, false, nowNanos);
                case ERROR -> answered(place + i, true, nowNanos);
                case BROKEN -> giveUp("an answer of an unknown kind was seen");
            }
            endIfAnswered();
        }
    }

    private void answered(long end, boolean failed, long nowNanos) {
        if (!requests.answered(end, failed, nowNanos)) {
            giveUp("something was answered that nobody had asked");
        }
    }

    private void endIfAnswered() {
        if (!ending.isEmpty() && notUnderstood.isEmpty() && requests.unanswered() == 0) {
            giveUp(ending);
        }
    }

    private void giveUp(String why) {
        notUnderstood = why;
        requests.lostSight();
    }
}
