package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// PostgreSQL's protocol, read in whatever chunks it comes.
class PostgresDialectTest {

    private static Conversation begun() {
        return new Conversation()
                .app(0, Pg.start())
                .server(
                        3,
                        Pg.AUTHENTICATED,
                        Pg.parameter("server_version", "18.4"),
                        Pg.message('K', new byte[8]),
                        Pg.READY);
    }

    private static String understood(Conversation conversation) {
        return conversation.readHoweverCut(PostgresDialect::new);
    }

    @Test
    void aSimpleQueryAsItLooksOnTheWire() {
        // psql -c 'SELECT 1;' without a password, byte for byte.
        var conversation =
                new Conversation()
                        .app(0, Pg.start())
                        .server(
                                1,
                                Conversation.hex(
                                        "52 00000008 00000000"
                                                + "53 00000019 636c69656e745f656e636f64696e6700 5554463800"
                                                + "4b 0000000c 00001234 0000abcd"
                                                + "5a 00000005 49"))
                        .app(10, Conversation.hex("51 0000000e 53454c45435420313b00"))
                        .server(
                                17,
                                Conversation.hex(
                                        "54 00000021 0001 3f636f6c756d6e3f00 00000000 0000 00000017"
                                                + " 0004 ffffffff 0000"
                                                + "44 0000000b 0001 00000001 31"
                                                + "43 0000000d 53454c454354203100"
                                                + "5a 00000005 49"))
                        .app(30, Pg.TERMINATE);
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [7]");
    }

    @Test
    void anExtendedPipelineIsOneRequestUpToItsSync() {
        var conversation =
                begun().app(
                                10,
                                Pg.parse("SELECT 1"),
                                Pg.bind(),
                                Pg.describe(),
                                Pg.execute(),
                                Pg.SYNC)
                        .server(
                                14,
                                Pg.PARSED,
                                Pg.BOUND,
                                Pg.NO_DATA,
                                Pg.row(10),
                                Pg.done("SELECT 1"))
                        .server(16, Pg.READY)
                        .app(20, Pg.bind(), Pg.execute(), Pg.SYNC, Pg.bind(), Pg.execute(), Pg.SYNC)
                        .server(23, Pg.BOUND, Pg.done("SELECT 0"), Pg.READY)
                        .server(29, Pg.BOUND, Pg.done("SELECT 0"), Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo(
                        "3 asked, 3 answered, 0 failed, 0 in flight; understood; took [6, 3, 9]");
    }

    @Test
    void aQueryAnsweredWithAnErrorHasFailed() {
        var conversation =
                begun().app(10, Pg.query("SELECT nonsense"))
                        .server(12, Pg.error("42703"), Pg.READY)
                        .app(20, Pg.query("SELECT 1"))
                        .server(25, Pg.row(4), Pg.done("SELECT 1"), Pg.READY)
                        .app(30, Pg.parse("BAD"), Pg.bind(), Pg.execute(), Pg.SYNC)
                        .server(31, Pg.error("42601"), Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo("3 asked, 1 answered, 2 failed, 0 in flight; understood; took [5]");
    }

    @Test
    void whatNobodyAskedForIsNoAnswer() {
        var conversation =
                begun().server(5, Pg.notification(), Pg.notice(), Pg.parameter("TimeZone", "UTC"))
                        .app(10, Pg.query("LISTEN channel"))
                        .server(11, Pg.notice(), Pg.notification())
                        .server(12, Pg.done("LISTEN"), Pg.READY)
                        .server(13, Pg.notification());
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [2]");
    }

    @Test
    void refusedEncryptionIsPlainText() {
        var conversation =
                new Conversation()
                        .app(0, Pg.GSS_REQUEST)
                        .server(1, "N")
                        .app(2, Pg.SSL_REQUEST)
                        .server(3, "N")
                        .app(4, Pg.start())
                        .server(5, Pg.AUTHENTICATED, Pg.READY)
                        .app(10, Pg.query("SELECT 1"))
                        .server(14, Pg.done("SELECT 1"), Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [4]");
    }

    @Test
    void acceptedEncryptionEndsUnderstanding() {
        var tls =
                new Conversation()
                        .app(0, Pg.SSL_REQUEST)
                        .server(1, "S")
                        .app(2, Conversation.hex("16030100 05 0100000101"))
                        .server(3, Conversation.hex("16030300 05 0200000101"));
        assertThat(understood(tls))
                .isEqualTo("0 asked, 0 answered, 0 failed, 0 in flight; it is encrypted; took []");
        var gss = new Conversation().app(0, Pg.GSS_REQUEST).server(1, "G").app(2, "Q????");
        assertThat(understood(gss)).contains("it is encrypted");
        var direct = new Conversation().app(0, Conversation.hex("16030100 05 0100000101"));
        assertThat(understood(direct)).contains("it is encrypted");
    }

    @Test
    void aServerThatKnowsNoEncryptionSaysSoWithAnError() {
        var conversation = new Conversation().app(0, Pg.SSL_REQUEST).server(1, Pg.error("08P01"));
        assertThat(understood(conversation))
                .isEqualTo("0 asked, 0 answered, 0 failed, 0 in flight; understood; took []");
    }

    @Test
    void aCancelRequestIsNoQuery() {
        assertThat(understood(new Conversation().app(0, Pg.CANCEL)))
                .isEqualTo("0 asked, 0 answered, 0 failed, 0 in flight; understood; took []");
    }

    @Test
    void aPasswordExchangeIsNoQuery() {
        var conversation =
                new Conversation()
                        .app(0, Pg.start())
                        .server(1, Pg.message('R', Conversation.hex("0000000a 534352414d00 00")))
                        .app(2, Pg.message('p', "SCRAM-SHA-256"))
                        .server(3, Pg.message('R', Conversation.hex("0000000b 723d")))
                        .app(4, Pg.message('p', "c=biws"))
                        .server(5, Pg.AUTHENTICATED, Pg.READY)
                        .app(6, Pg.query("SELECT 1"))
                        .server(7, Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [1]");
    }

    @Test
    void theTimeToSendACopyIsNotTheServers() {
        var conversation =
                begun().app(10, Pg.query("COPY t FROM STDIN"))
                        .server(12, Pg.COPY_IN)
                        .app(20, Pg.copyData(100))
                        .app(50, Pg.copyData(1_000), Pg.COPY_DONE)
                        .server(55, Pg.done("COPY 2"), Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [7]");
    }

    @Test
    void aSyncDuringACopyIsIgnored() {
        var conversation =
                begun().app(10, Pg.parse("COPY t FROM STDIN"), Pg.bind(), Pg.execute(), Pg.SYNC)
                        .server(12, Pg.PARSED, Pg.BOUND, Pg.COPY_IN)
                        .app(20, Pg.copyData(100), Pg.COPY_DONE, Pg.SYNC)
                        .server(24, Pg.done("COPY 1"), Pg.READY)
                        .app(30, Pg.query("SELECT 1"))
                        .server(31, Pg.done("SELECT 1"), Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo("2 asked, 2 answered, 0 failed, 0 in flight; understood; took [6, 1]");
    }

    @Test
    void aCopyThatFailsOnEitherSideHasFailed() {
        var here =
                begun().app(10, Pg.query("COPY t FROM STDIN"))
                        .server(12, Pg.COPY_IN)
                        .app(20, Pg.copyData(10), Pg.message('f', "no more"))
                        .server(21, Pg.error("57014"), Pg.READY);
        assertThat(understood(here)).startsWith("1 asked, 0 answered, 1 failed, 0 in flight");
        var there =
                begun().app(10, Pg.parse("COPY t FROM STDIN"), Pg.bind(), Pg.execute(), Pg.FLUSH)
                        .server(12, Pg.PARSED, Pg.BOUND, Pg.COPY_IN)
                        .app(20, Pg.copyData(10))
                        .server(21, Pg.error("22P04"))
                        .app(22, Pg.copyData(10), Pg.SYNC)
                        .server(23, Pg.READY)
                        .app(30, Pg.query("SELECT 1"))
                        .server(34, Pg.READY);
        assertThat(understood(there))
                .isEqualTo("2 asked, 1 answered, 1 failed, 0 in flight; understood; took [4]");
    }

    @Test
    void aCopyOutIsAnAnswer() {
        var conversation =
                begun().app(10, Pg.query("COPY t TO STDOUT"))
                        .server(11, Pg.COPY_OUT, Pg.copyData(5_000))
                        .server(19, Pg.copyData(100), Pg.COPY_DONE, Pg.done("COPY 2"), Pg.READY);
        assertThat(understood(conversation)).endsWith("took [9]");
    }

    @Test
    void whatAnApplicationThinksAfterAFlushIsNotTheServers() {
        var conversation =
                begun().app(10, Pg.parse("SELECT $1"), Pg.describe(), Pg.FLUSH)
                        .server(13, Pg.PARSED, Pg.NO_DATA)
                        .app(40, Pg.bind(), Pg.execute(), Pg.SYNC)
                        .server(44, Pg.BOUND, Pg.done("SELECT 0"), Pg.READY);
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [7]");
        var query =
                begun().app(10, Pg.parse("SELECT 1"), Pg.FLUSH)
                        .server(12, Pg.PARSED)
                        .app(20, Pg.query("SELECT 2"))
                        .server(21, Pg.done("SELECT 1"), Pg.READY);
        assertThat(understood(query))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; understood; took [3]");
    }

    @Test
    void replicationEndsUnderstanding() {
        var conversation =
                begun().app(10, Pg.query("START_REPLICATION SLOT s LOGICAL 0/0"))
                        .server(12, Pg.COPY_BOTH, Pg.copyData(100));
        assertThat(understood(conversation))
                .isEqualTo("1 asked, 1 answered, 0 failed, 0 in flight; it replicates; took []");
    }

    @Test
    void whatIsNotPostgresIsNotUnderstood() {
        var http = new Conversation().app(0, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(understood(http)).contains("it does not begin as postgres does");
        var old = new Conversation().app(0, Conversation.hex("00000010 00020000 0000000000000000"));
        assertThat(understood(old)).contains("it does not begin as postgres does");
        var garbled = begun().app(10, Pg.query("SELECT 1")).server(12, "HTTP/1.1 400 Bad Request");
        assertThat(understood(garbled))
                .isEqualTo(
                        "1 asked, 1 answered, 0 failed, 0 in flight;"
                                + " a message of an unknown kind was seen; took []");
        var early = new Conversation().app(0, Pg.SSL_REQUEST, Pg.start());
        assertThat(understood(early)).contains("spoke before encryption was settled");
        var unasked = begun().server(5, Pg.READY);
        assertThat(understood(unasked)).contains("ready for more queries than were asked");
        var tooShort = begun().app(5, Conversation.hex("51 00000003 00"));
        assertThat(understood(tooShort)).contains("a message of an unknown kind was seen");
    }

    @Test
    void hugeMessagesArePassedOver() {
        var conversation =
                begun().app(10, Pg.query("SELECT '" + "x".repeat(3_000_000) + "'"))
                        .server(20, Pg.row(5_000_000), Pg.done("SELECT 1"), Pg.READY);
        assertThat(conversation.read(PostgresDialect::new, left -> 65_536).summary())
                .endsWith("took [10]");
    }

    /// A request of some kind, and what answers it.
    private record Unit(byte[] asked, byte[] answered, boolean failed) {}

    private static Unit unit(Draw draw) {
        byte[] noise =
                draw.oneOf(new byte[0], Pg.notice(), Pg.notification(), Pg.parameter("a", "b"));
        boolean failed = draw.between(0, 5) == 5;
        byte[] outcome = failed ? Pg.error("23505") : Pg.row(draw.between(0, 300));
        byte[] answer = Conversation.join(noise, outcome, Pg.READY);
        byte[] asked =
                switch (draw.between(0, 2)) {
                    case 0 -> Pg.query("x".repeat(draw.between(0, 200)));
                    case 1 ->
                            Conversation.join(Pg.parse("SELECT"), Pg.bind(), Pg.execute(), Pg.SYNC);
                    default -> Conversation.join(Pg.bind(), Pg.execute(), Pg.bind(), Pg.SYNC);
                };
        return new Unit(asked, answer, failed);
    }

    @Test
    void randomPipelinesInRandomChunksAreTimedRight() {
        Forall.check(
                300,
                20_261_123,
                draw -> {
                    var conversation = begun();
                    var waiting = new ArrayDeque<Unit>();
                    var sentAt = new ArrayDeque<Long>();
                    List<Long> took = new ArrayList<>();
                    int asked = 0;
                    int failed = 0;
                    long now = 10;
                    for (int step = draw.between(1, 20); step > 0; step--) {
                        now += draw.between(0, 9);
                        if (draw.coin() || waiting.isEmpty()) {
                            for (int i = draw.between(1, 3); i > 0; i--) {
                                Unit unit = unit(draw);
                                conversation.app(now, unit.asked);
                                waiting.add(unit);
                                sentAt.add(now);
                                asked++;
                            }
                        } else {
                            for (int i = draw.between(1, waiting.size()); i > 0; i--) {
                                Unit unit = waiting.remove();
                                long sent = sentAt.remove();
                                conversation.server(now, unit.answered);
                                if (unit.failed) {
                                    failed++;
                                } else {
                                    took.add(now - sent);
                                }
                            }
                        }
                    }
                    int most = draw.oneOf(1, 2, 7, 64, 100_000);
                    String expected =
                            "%d asked, %d answered, %d failed, %d in flight; understood; took %s"
                                    .formatted(asked, took.size(), failed, waiting.size(), took);
                    assertThat(
                                    conversation
                                            .read(
                                                    PostgresDialect::new,
                                                    left -> draw.between(1, most))
                                            .summary())
                            .isEqualTo(expected);
                });
    }
}
