package dev.unruly.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is let in.
class GateTest {

    private static final String TOKEN = "correct-horse-battery";

    private static Gate.Knock knock(String method, String host, String origin, String site) {
        return new Gate.Knock(method, false, host, origin, site, "cors", "", "", "");
    }

    private static int status(Gate gate, Gate.Knock knock) {
        return gate.refusal(knock).map(Answer::status).orElse(200);
    }

    @Test
    void theHostIsAnAddressOrANameOfOurs() {
        var gate = new Gate("", "admin.internal");
        for (String ours :
                List.of("127.0.0.1:9900", "[::1]:9900", "localhost", "Admin.Internal:1")) {
            assertThat(status(gate, knock("GET", ours, "", ""))).as(ours).isEqualTo(200);
        }
        for (String other : List.of("", ":80", "evil.example", "127.0.0.1.evil.example")) {
            assertThat(status(gate, knock("GET", other, "", ""))).as(other).isEqualTo(403);
        }
    }

    @Test
    void pagesOfOthersAreRefused() {
        var gate = new Gate("", "127.0.0.1");
        String host = "127.0.0.1:9900";
        assertThat(status(gate, knock("GET", host, "http://127.0.0.1:9900", ""))).isEqualTo(200);
        assertThat(status(gate, knock("GET", host, "http://127.0.0.1:9901", ""))).isEqualTo(403);
        assertThat(status(gate, knock("GET", host, "null", ""))).isEqualTo(403);
        assertThat(status(gate, knock("GET", host, "", "same-origin"))).isEqualTo(200);
        assertThat(status(gate, knock("GET", host, "", "none"))).isEqualTo(200);
        assertThat(status(gate, knock("GET", host, "", "cross-site"))).isEqualTo(403);
        assertThat(status(gate, knock("GET", host, "", "same-site"))).isEqualTo(403);
    }

    private static Gate.Knock change(String type, String mark) {
        return new Gate.Knock("POST", false, "localhost", "", "", "", type, mark, "");
    }

    @Test
    void whatChangesSomethingIsDeliberate() {
        var gate = new Gate("", "127.0.0.1");
        assertThat(status(gate, change("application/json", ""))).isEqualTo(200);
        assertThat(status(gate, change("Application/JSON ; charset=utf-8", ""))).isEqualTo(200);
        assertThat(status(gate, change("", "1"))).isEqualTo(200);
        assertThat(status(gate, change("text/plain", ""))).isEqualTo(403);
        assertThat(status(gate, change("application/x-www-form-urlencoded", ""))).isEqualTo(403);
        assertThat(status(gate, change("text/plain;application/json", ""))).isEqualTo(403);
        assertThat(status(gate, change("", ""))).isEqualTo(403);
    }

    private static Gate.Knock shown(String authorization, boolean open) {
        return new Gate.Knock("GET", open, "localhost", "", "", "", "", "", authorization);
    }

    @Test
    void theTokenIsAllOfIt() {
        var gate = new Gate(TOKEN, "0.0.0.0");
        assertThat(status(gate, shown("Bearer " + TOKEN, false))).isEqualTo(200);
        assertThat(status(gate, shown("bearer " + TOKEN, false))).isEqualTo(200);
        for (String wrong :
                List.of(
                        "",
                        "Bearer ",
                        "Bearer " + TOKEN + "x",
                        "Bearer correct",
                        "Basic " + TOKEN)) {
            assertThat(status(gate, shown(wrong, false))).as(wrong).isEqualTo(401);
        }
        assertThat(status(gate, shown("", true))).isEqualTo(200);
    }

    @Test
    void othersNeedAToken() {
        assertThat(new Settings("127.0.0.1", 0, "", 1).token()).isEmpty();
        assertThat(new Settings("0.0.0.0", 0, TOKEN, 1).token()).isEqualTo(TOKEN);
        assertThatThrownBy(() -> new Settings("0.0.0.0", 0, "", 1))
                .hasMessageContaining("a token is needed");
        assertThat(new Settings("::1", 0, "x".repeat(16), 1).token()).hasSize(16);
        for (String wrong : List.of("x".repeat(15), "x".repeat(201), "sixteen chars no")) {
            assertThatThrownBy(() -> new Settings("127.0.0.1", 0, wrong, 1))
                    .hasMessageContaining("16 to 200 visible characters");
        }
    }
}
