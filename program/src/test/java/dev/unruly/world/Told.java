package dev.unruly.world;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What one side of an exchange is told, and what the test does about it.
final class Told implements ExchangeListener {

    private final Turns turns;
    private final String name;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    final List<Integer> interims = new ArrayList<>();
    final List<Block.Field> fields = new ArrayList<>();
    final List<Ending> endings = new ArrayList<>();
    int status;
    int heads;
    int sents;
    int receiveds;
    int draineds;
    int parts;
    long sentNanos = -1;
    long headNanos = -1;
    long firstBodyNanos = -1;
    long receivedNanos = -1;
    long endedNanos = -1;

    Runnable whenHead = () -> {};
    Consumer<Bytes> whenBody = bytes -> {};
    Runnable whenReceived = () -> {};
    Runnable whenDrained = () -> {};
    Runnable whenEnded = () -> {};

    Told(Turns turns, String name) {
        this.turns = turns;
        this.name = name;
    }

    boolean over() {
        return !endings.isEmpty();
    }

    byte[] body() {
        return body.toByteArray();
    }

    int bodySize() {
        return body.size();
    }

    @Override
    public void sent(long nowNanos) {
        tell("sent", () -> sentNanos = nowNanos);
        sents++;
    }

    @Override
    public void interim(int answer, Fields borrowed, long nowNanos) {
        tell("interim", () -> interims.add(answer));
    }

    @Override
    public void head(int answer, Fields borrowed, long nowNanos) {
        heads++;
        tell(
                "head",
                () -> {
                    status = answer;
                    headNanos = nowNanos;
                    fields.addAll(copy(borrowed));
                    whenHead.run();
                });
    }

    @Override
    public void body(Bytes bytes, long nowNanos) {
        tell(
                "body",
                () -> {
                    if (receiveds > 0) {
                        turns.problem(name + " was told of a body after its end");
                    }
                    parts++;
                    if (firstBodyNanos < 0) {
                        firstBodyNanos = nowNanos;
                    }
                    byte[] copy = new byte[bytes.size()];
                    bytes.copyTo(0, copy, 0, copy.length);
                    body.writeBytes(copy);
                    whenBody.accept(bytes);
                });
    }

    @Override
    public void received(long nowNanos) {
        receiveds++;
        tell(
                "received",
                () -> {
                    receivedNanos = nowNanos;
                    whenReceived.run();
                });
    }

    @Override
    public void drained(long nowNanos) {
        draineds++;
        tell("drained", whenDrained);
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        tell(
                "ended",
                () -> {
                    endings.add(ending);
                    endedNanos = nowNanos;
                    whenEnded.run();
                });
        if (endings.size() > 1) {
            turns.problem(name + " ended twice: " + endings);
        }
    }

    private void tell(String what, Runnable how) {
        if (over()) {
            turns.problem(name + " was told " + what + " after it had ended");
        }
        turns.take(name + "." + what, how);
    }

    static List<Block.Field> copy(Fields borrowed) {
        List<Block.Field> copy = new ArrayList<>();
        for (int i = 0; i < borrowed.size(); i++) {
            copy.add(new Block.Field(borrowed.name(i).toString(), borrowed.value(i).toString()));
        }
        return copy;
    }
}
