package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Forall;
import dev.unruly.world.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be kept for others, and for how long, as RFC 9111 has it.
class FreshnessTest {

    private static final long SECOND = 1_000_000_000L;

    private static Optional<Freshness> of(int status, String... fields) {
        return of(false, status, fields);
    }

    private static Optional<Freshness> of(boolean authorized, int status, String... fields) {
        var list = new ArrayList<Block.Field>();
        list.add(new Block.Field("Content-Length", "2"));
        for (int i = 0; i < fields.length; i += 2) {
            list.add(new Block.Field(fields[i], fields[i + 1]));
        }
        return Freshness.of(status, new KeptFields(list), authorized);
    }

    private static Optional<Freshness> said(String cacheControl) {
        return of(200, "Cache-Control", cacheControl);
    }

    private static OptionalLong good(String cacheControl) {
        return said(cacheControl).orElseThrow().goodNanos();
    }

    @Test
    void whatSaysNothingIsGoodForAsLongAsTheRuleSays() {
        Freshness silent = of(200).orElseThrow();
        assertThat(silent)
                .isEqualTo(new Freshness(OptionalLong.empty(), OptionalLong.empty(), 0, 0));
        assertThat(good("public")).isEmpty();
        assertThat(good("")).isEmpty();
    }

    @Test
    void whatIsSaidToManyGoesBeforeWhatIsSaidToAll() {
        assertThat(good("max-age=5, s-maxage=7")).hasValue(7 * SECOND);
        assertThat(good("S-MaxAge=\"7\"")).hasValue(7 * SECOND);
        assertThat(good("max-age=1")).hasValue(SECOND);
        assertThat(good("max-age=99999999999999999999")).hasValue((1L << 31) * SECOND);
        assertThat(good("max-age=5, an-extension, another=\"with, comma\"")).hasValue(5 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "private",
                "PRIVATE, max-age=60",
                "no-cache",
                "private=\"x-name\"",
                "no-cache=\"set-cookie\"",
                "max-age=0",
                "s-maxage=0, max-age=60",
                "max-age=-1",
                "max-age=1.5",
                "max-age=",
                "max-age",
                "max-age=ten",
                "max-age=1, max-age=2",
                "max-age=5 public",
                "max-age=\"5",
                "max-age==5",
                "stale-if-error=x, max-age=5",
                "(odd), max-age=5"
            })
    void whatIsForbiddenOrNotClearIsNotKept(String cacheControl) {
        assertThat(said(cacheControl)).isEmpty();
    }

    @Test
    void severalFieldsAreOne() {
        assertThat(of(200, "Cache-Control", "max-age=5", "cache-control", "no-store")).isEmpty();
        assertThat(of(200, "Cache-Control", "max-age=5", "Cache-Control", "public").orElseThrow())
                .extracting(Freshness::goodNanos)
                .isEqualTo(OptionalLong.of(5 * SECOND));
    }

    @ParameterizedTest
    @CsvSource({
        "Set-Cookie, id=1",
        "Set-Cookie2, id=1",
        "Clear-Site-Data, cookies",
        "Pragma, no-cache",
        "Content-Range, bytes 0-1/2",
        "Content-Length, 3",
        "Transfer-Encoding, chunked",
        "Age, -1",
        "Age, old",
        "Expires, 0",
        "Expires, -1"
    })
    void whatIsOnePersonsOrAmbiguousIsNotKept(String name, String value) {
        assertThat(of(200, name, value)).isEmpty();
        assertThat(of(200, "Age", "1", "Age", "2")).isEmpty();
    }

    @Test
    void statusesThatAreFinalAreKept() {
        for (int status : new int[] {200, 203, 204, 300, 301, 308, 404, 405, 410, 414}) {
            assertThat(of(status)).as("%s", status).isPresent();
        }
        for (int status : new int[] {201, 206, 302, 304, 401, 403, 408, 429, 500, 503}) {
            assertThat(of(status, "Cache-Control", "max-age=60")).as("%s", status).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"public, true", "s-maxage=5, true", "must-revalidate, true", "max-age=5, false"})
    void whatWasAskedWithCredentialsIsKeptOnlyIfItSaysSo(String cacheControl, boolean kept) {
        assertThat(of(true, 200, "Cache-Control", cacheControl).isPresent()).isEqualTo(kept);
        assertThat(of(true, 200)).isEmpty();
    }

    @Test
    void anExpiryCountsFromTheAnswersOwnDate() {
        String date = "Tue, 15 Nov 1994 08:12:31 GMT";
        assertThat(of(200, "Date", date, "Expires", "Tue, 15 Nov 1994 08:13:31 GMT").orElseThrow())
                .extracting(Freshness::goodNanos)
                .isEqualTo(OptionalLong.of(60 * SECOND));
        assertThat(of(200, "Date", date, "Expires", date)).isEmpty();
        assertThat(of(200, "Expires", "Tue, 15 Nov 2094 08:13:31 GMT")).isEmpty();
        assertThat(of(200, "Date", date, "Expires", "Fri, 31 Dec 9999 23:59:59 GMT")).isPresent();
    }

    @Test
    void staleAnswersFollowWhatIsSaid() {
        assertThat(said("max-age=5").orElseThrow().staleNanos()).isEmpty();
        assertThat(said("max-age=5, stale-while-revalidate=9").orElseThrow().staleNanos())
                .hasValue(9 * SECOND);
        assertThat(said("s-maxage=5").orElseThrow().staleNanos()).hasValue(0);
        assertThat(said("s-maxage=5, stale-while-revalidate=9").orElseThrow().staleNanos())
                .hasValue(9 * SECOND);
        assertThat(said("max-age=5, must-revalidate, stale-if-error=9, stale-while-revalidate=9"))
                .hasValue(new Freshness(OptionalLong.of(5 * SECOND), OptionalLong.of(0), 0, 0));
        assertThat(said("max-age=5, stale-if-error=9").orElseThrow().ifErrorNanos())
                .isEqualTo(9 * SECOND);
        assertThat(of(200, "Age", "3").orElseThrow().ageNanos()).isEqualTo(3 * SECOND);
    }

    @Test
    void validatorsAreCompared() {
        var kept =
                new Copy(
                        200,
                        new KeptFields(
                                List.of(
                                        new Block.Field("ETag", "\"a,b\""),
                                        new Block.Field(
                                                "Last-Modified", "Tue, 15 Nov 1994 08:12:31 GMT"))),
                        new byte[0]);
        assertThat(same(kept, "If-None-Match", "\"x\", W/\"a,b\"")).isTrue();
        assertThat(same(kept, "If-None-Match", "*")).isTrue();
        assertThat(same(kept, "If-None-Match", "\"a\", \"b\"")).isFalse();
        assertThat(same(kept, "If-None-Match", "a,b")).isFalse();
        assertThat(same(kept, "If-Modified-Since", "Tue, 15 Nov 1994 08:12:31 GMT")).isTrue();
        assertThat(same(kept, "If-Modified-Since", "Tue, 15 Nov 1994 08:12:32 GMT")).isFalse();
        assertThat(same(kept, "Accept", "*/*")).isFalse();
    }

    /// Whatever is said, it is either understood or not kept, and never good for ever.
    @Test
    void nothingThatIsSaidBreaksIt() {
        Forall.check(
                3_000,
                5,
                draw -> {
                    var text = new StringBuilder();
                    for (int left = draw.between(0, 12); left > 0; left--) {
                        text.append(
                                draw.oneOf(
                                        "max-age",
                                        "s-maxage",
                                        "=",
                                        "\"",
                                        "\\",
                                        ",",
                                        " ",
                                        "1",
                                        "99999999999",
                                        "-",
                                        "public",
                                        "stale-if-error",
                                        ";"));
                    }
                    String name = draw.oneOf("Cache-Control", "Age", "Expires", "Vary", "Pragma");
                    of(200, "Date", "Tue, 15 Nov 1994 08:12:31 GMT", name, text.toString())
                            .ifPresent(says -> {
                                assertThat(says.goodNanos().orElse(1))
                                        .isBetween(1L, (1L << 31) * SECOND);
                                assertThat(says.ageNanos()).isNotNegative();
                            });
                });
    }

    private static boolean same(Copy kept, String name, String value) {
        return Validators.same(kept, new KeptFields(List.of(new Block.Field(name, value))));
    }
}
