package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Redis' protocol, read in whatever chunks it comes.
class RedisDialectTest {

    private static final String GET = "*2\r\n$3\r\nGET\r\n$1\r\na\r\n";

    private static String understood(Conversation conversation) {
        return conversation.readHoweverCut(RedisDialect::new);
    }

    private static String command(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void aCommandAndItsReplyAsTheyLookOnTheWire() {
        var conversation =
                new Conversation()
                        .app(
                                0,
                                Conversation.hex(
                                        "2a330d0a 24330d0a 5345540d0a 24330d0a 6b65790d0a"
                                                + " 24350d0a 76616c75650d0a"))
                        .server(4, Conversation.hex("2b4f4b0d0a"))
                        .app(
                                10,
                                Conversation.hex(
                                        "2a320d0a 24330d0a 4745540d0a 24330d0a 6b65790d0a"))
                        .server(13, Conversation.hex("24350d0a 76616c75650d0a"));
        assertThat(understood(conversation))
                .isEqualTo("2 asked, 2 answered, 0 failed, 0 in flight; understood; took [4, 3]");
    }

    @Test
    void everyTypeOfReplyIsOneReply() {
        List<String> replies =
                List.of(
                        "+OK\r\n",
                        ":12\r\n",
                        "$-1\r\n",
                        "*-1\r\n",
                        "$0\r\n\r\n",
                        "$4\r\n\r\n\r\n\r\n",
                        "*0\r\n",
                        "*2\r\n$1\r\na\r\n*2\r\n:1\r\n*0\r\n",
                        "_\r\n",
                        "#t\r\n",
                        ",1.5\r\n",
                        "(3492890328409238509324850943850943825024385\r\n",
                        "=7\r\ntxt:abc\r\n",
                        "%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n:2\r\n",
                        "%0\r\n",
                        "~2\r\n:1\r\n:2\r\n",
                        "|1\r\n+ttl\r\n:3600\r\n+value\r\n",
                        "*2\r\n|1\r\n+a\r\n*1\r\n:9\r\n:1\r\n:2\r\n",
                        "|0\r\n:1\r\n");
        for (String reply : replies) {
            var conversation =
                    new Conversation().app(0, GET + GET).server(5, reply).server(9, reply);
            assertThat(understood(conversation))
                    .as(reply)
                    .isEqualTo(
                            "2 asked, 2 answered, 0 failed, 0 in flight; understood; took [5, 9]");
        }
    }

    @Test
    void errorsHaveFailed() {
        var conversation =
                new Conversation()
                        .app(0, GET + GET + GET + GET)
                        .server(1, "-ERR unknown command\r\n")
                        .server(2, "!9\r\nERR oh no\r\n")
                        .server(3, "*2\r\n-ERR in a transaction\r\n+OK\r\n")
                        .server(4, "+OK\r\n");
        assertThat(understood(conversation))
                .isEqualTo("4 asked, 2 answered, 2 failed, 0 in flight; understood; took [3, 4]");
    }

    @Test
    void pushedMessagesAnswerNothing() {
        var conversation =
                new Conversation()
                        .app(0, command("HELLO", "3"))
                        .server(1, "%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n")
                        .server(2, ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n")
                        .app(10, GET)
                        .server(12, ">2\r\n+message\r\n+x\r\n$1\r\nv\r\n");
        assertThat(understood(conversation))
                .isEqualTo("2 asked, 2 answered, 0 failed, 0 in flight; understood; took [1, 2]");
    }

    @Test
    void linesAreCommandsToo() {
        var conversation =
                new Conversation()
                        .app(0, "PING\r\n\r\n  SET a  b \r\nGET a\n*0\r\n*-1\r\n")
                        .server(5, "+PONG\r\n+OK\r\n$1\r\nb\r\n");
        assertThat(understood(conversation))
                .isEqualTo(
                        "3 asked, 3 answered, 0 failed, 0 in flight; understood; took [5, 5, 5]");
    }

    @Test
    void whatWaitsForAnEventIsMatchedAndNotCounted() {
        String waiting =
                command("blpop", "queue", "0")
                        + command("XREAD", "COUNT", "2", "BLOCK", "0", "STREAMS", "s", "$")
                        + command("WAIT", "1", "0")
                        + "BRPOP queue 0\r\n";
        var conversation =
                new Conversation()
                        .app(0, waiting + GET)
                        .server(500, "*-1\r\n*-1\r\n:0\r\n*-1\r\n")
                        .server(503, "$1\r\nx\r\n")
                        .app(600, command("XREAD", "STREAMS", "block", "0"))
                        .server(601, "*-1\r\n");
        assertThat(understood(conversation))
                .isEqualTo("2 asked, 2 answered, 0 failed, 0 in flight; understood; took [503, 1]");
    }

    @Test
    void whatChangesWhatIsAnsweredEndsUnderstandingOnceAllElseIsAnswered() {
        for (String command :
                List.of(
                        command("subscribe", "news"),
                        command("PSUBSCRIBE", "*"),
                        "MONITOR\r\n",
                        command("CLIENT", "reply", "off"),
                        command("PSYNC", "?", "-1"))) {
            var conversation =
                    new Conversation()
                            .app(0, GET)
                            .app(1, command + GET)
                            .server(4, "$1\r\nx\r\n")
                            .server(5, "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n")
                            .server(6, "anything at all");
            assertThat(understood(conversation))
                    .startsWith("1 asked, 1 answered, 0 failed, 0 in flight; ")
                    .endsWith(" changes what is answered; took [4]");
        }
        var harmless = new Conversation().app(0, command("CLIENT", "GETNAME")).server(1, "_\r\n");
        assertThat(understood(harmless)).contains("understood; took [1]");
        var argument = new Conversation().app(0, command("GET", "SUBSCRIBE")).server(1, "_\r\n");
        assertThat(understood(argument)).contains("understood; took [1]");
    }

    @Test
    void whatIsNotRedisIsNotUnderstood() {
        var tls = new Conversation().app(0, Conversation.hex("16030100 05 0100000101"));
        assertThat(understood(tls)).contains("it is encrypted");
        var answer = new Conversation().app(0, GET).server(1, "HTTP/1.1 400 Bad Request\r\n");
        assertThat(understood(answer))
                .isEqualTo(
                        "1 asked, 1 answered, 0 failed, 0 in flight;"
                                + " an answer of an unknown kind was seen; took []");
        var unasked = new Conversation().server(1, "+OK\r\n");
        assertThat(understood(unasked)).contains("that nobody had asked");
        var sizeless = new Conversation().app(0, "*1\r\n+GET\r\n");
        assertThat(understood(sizeless)).contains("a command's argument has no size");
        var noNumber = new Conversation().app(0, "*x\r\n");
        assertThat(understood(noNumber)).contains("a size that is no number");
        var huge = new Conversation().app(0, "*99999999999999999999\r\n");
        assertThat(understood(huge)).contains("too many arguments");
        var negative = new Conversation().app(0, "*1\r\n$-1\r\n");
        assertThat(understood(negative)).contains("no possible size");
        var streamed = new Conversation().app(0, GET).server(1, "$?\r\n;4\r\nabcd\r\n;0\r\n");
        assertThat(understood(streamed)).contains("an answer of an unknown kind");
        var deep = new Conversation().app(0, GET).server(1, "*1\r\n".repeat(100));
        assertThat(understood(deep)).contains("an answer of an unknown kind");
        var endless = new Conversation().app(0, "x".repeat(70_000));
        assertThat(endless.read(RedisDialect::new, left -> 1_000).notUnderstood())
                .isEqualTo("a line is longer than commands are");
    }

    @Test
    void hugeArgumentsAndRepliesArePassedOver() {
        var conversation =
                new Conversation()
                        .app(0, command("SET", "a", "x".repeat(3_000_000)))
                        .server(7, "$4000000\r\n" + "y".repeat(4_000_000) + "\r\n");
        assertThat(conversation.read(RedisDialect::new, left -> 65_536).summary())
                .endsWith("took [7]");
    }

    /// A value of some type, nested at random.
    private static String value(Draw draw, int depth) {
        int types = depth == 0 ? 6 : 10;
        return switch (draw.between(0, types)) {
            case 0 -> "+OK\r\n";
            case 1 -> ":" + draw.between(-5, 1_000) + "\r\n";
            case 2 -> "_\r\n";
            case 3 -> "$-1\r\n";
            case 4, 5, 6 -> bulk(draw);
            case 7 -> group('*', draw, depth, 1);
            case 8 -> group('%', draw, depth, 2);
            case 9 -> group('~', draw, depth, 1);
            default -> group('|', draw, depth, 2) + value(draw, depth - 1);
        };
    }

    private static String bulk(Draw draw) {
        String text = draw.oneOf("", "a", "\r\n", "+OK\r\n", "$5\r\nabc", "x".repeat(100));
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static String group(char type, Draw draw, int depth, int each) {
        int count = draw.between(0, 3);
        var text = new StringBuilder().append(type).append(count).append("\r\n");
        for (int i = 0; i < count * each; i++) {
            text.append(value(draw, depth - 1));
        }
        return text.toString();
    }

    @Test
    void randomPipelinesInRandomChunksAreTimedRight() {
        Forall.check(
                300,
                7,
                draw -> {
                    var conversation = new Conversation();
                    var sentAt = new ArrayDeque<Long>();
                    List<Long> took = new ArrayList<>();
                    int asked = 0;
                    int failed = 0;
                    long now = 0;
                    for (int step = draw.between(1, 20); step > 0; step--) {
                        now += draw.between(0, 9);
                        if (draw.coin() || sentAt.isEmpty()) {
                            String text = draw.oneOf(GET, "PING\r\n", command("SET", "a", "\r\n"));
                            conversation.app(now, text);
                            sentAt.add(now);
                            asked++;
                        } else {
                            long sent = sentAt.remove();
                            boolean fails = draw.between(0, 5) == 5;
                            String push = draw.coin() ? group('>', draw, 1, 1) : "";
                            conversation.server(now, push + (fails ? "-ERR\r\n" : value(draw, 3)));
                            if (fails) {
                                failed++;
                            } else {
                                took.add(now - sent);
                            }
                        }
                    }
                    int most = draw.oneOf(1, 2, 7, 64, 100_000);
                    String expected =
                            "%d asked, %d answered, %d failed, %d in flight; understood; took %s"
                                    .formatted(asked, took.size(), failed, sentAt.size(), took);
                    assertThat(
                                    conversation
                                            .read(RedisDialect::new, left -> draw.between(1, most))
                                            .summary())
                            .isEqualTo(expected);
                });
    }
}
