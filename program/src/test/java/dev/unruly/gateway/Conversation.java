package dev.unruly.gateway;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.world.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// What an application and a dependency say to each other, turn by turn, to be read by a dialect in
/// whatever chunks.
final class Conversation {

    private record Turn(Direction direction, long atNanos, byte[] bytes) {}

    /// What a dialect made of it.
    record Understood(DependencySecond counted, List<Long> ownNanos, String notUnderstood) {

        String summary() {
            return "%d asked, %d answered, %d failed, %d in flight; %s; took %s"
                    .formatted(
                            counted.requests(),
                            counted.completed(),
                            counted.failed(),
                            counted.inFlight(),
                            notUnderstood.isEmpty() ? "understood" : notUnderstood,
                            ownNanos);
        }
    }

    private final List<Turn> turns = new ArrayList<>();

    Conversation app(long atNanos, byte[]... messages) {
        return add(Direction.UP, atNanos, messages);
    }

    Conversation server(long atNanos, byte[]... messages) {
        return add(Direction.DOWN, atNanos, messages);
    }

    Conversation app(long atNanos, String text) {
        return app(atNanos, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Conversation server(long atNanos, String text) {
        return server(atNanos, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Conversation add(Direction direction, long atNanos, byte[]... messages) {
        turns.add(new Turn(direction, atNanos, join(messages)));
        return this;
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    int longestTurn() {
        return turns.stream().mapToInt(turn -> turn.bytes.length).max().orElse(0);
    }

    /// Lets a dialect read it.
    ///
    /// @param nextChunk how many bytes of those that are left come at once
    Understood read(Function<Requests, Dialect> dialects, IntUnaryOperator nextChunk) {
        var tally = new DependencyTally();
        var observed = new Observed();
        var own = new ArrayList<Long>();
        var requests = new Requests(tally, observed, 0);
        Dialect dialect = dialects.apply(requests);
        long up = 0;
        long down = 0;
        for (Turn turn : turns) {
            int from = 0;
            while (from < turn.bytes.length) {
                int size =
                        Math.clamp(
                                nextChunk.applyAsInt(turn.bytes.length - from),
                                1,
                                turn.bytes.length - from);
                Bytes chunk = Bytes.of(turn.bytes, from, size);
                long before = observed.frozen().count();
                switch (turn.direction) {
                    case UP -> {
                        dialect.up(chunk, up, turn.atNanos);
                        up += size;
                        requests.passedUp(up, turn.atNanos);
                    }
                    case DOWN -> {
                        requests.arrived(turn.atNanos);
                        dialect.down(chunk, down, turn.atNanos);
                        down += size;
                        for (long i = before; i < observed.frozen().count(); i++) {
                            Request answer = requests.answerEndingAfter(0);
                            if (answer != null) {
                                own.add(answer.ownNanos());
                            }
                            requests.passedDown(
                                    answer == null ? down : answer.downEnd(), turn.atNanos);
                        }
                        requests.passedDown(down, turn.atNanos);
                    }
                }
                from += size;
            }
        }
        return new Understood(tally.take(0, 0), own, dialect.notUnderstood());
    }

    /// Lets a dialect read it whole, byte by byte, and cut once at every place; all must understand
    /// the same.
    String readHoweverCut(Function<Requests, Dialect> dialects) {
        String whole = read(dialects, left -> left).summary();
        String single = read(dialects, left -> 1).summary();
        if (!single.equals(whole)) {
            throw new AssertionError("byte by byte: " + single + ", but whole: " + whole);
        }
        for (int cut = 1; cut < longestTurn(); cut++) {
            int place = cut;
            int[] last = {0};
            String parted =
                    read(
                                    dialects,
                                    left -> {
                                        boolean begins = left != last[0];
                                        last[0] = left - place;
                                        return begins ? place : left;
                                    })
                            .summary();
            if (!parted.equals(whole)) {
                throw new AssertionError("cut at " + cut + ": " + parted + ", but whole: " + whole);
            }
        }
        return whole;
    }
}
