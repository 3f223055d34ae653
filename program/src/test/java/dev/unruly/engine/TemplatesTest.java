package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Feed;
import dev.unruly.model.SignIn;
import dev.unruly.model.Trigger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How requests are filled in, and from which records.
class TemplatesTest {

    private static final String NASTY = "a b/ü\"\\\r\nX: 1&c=d%?";

    private final Draft draft = new Draft();

    TemplatesTest() {
        draft.feeds = List.of(feed("f", new Feed.Order.Circular(), NASTY));
    }

    @Test
    void noValueBreaksOutOfATarget() {
        draft.page("/p/${f.v}?q=${f.v}&größe=x y");
        String encoded = "a%20b%2F%C3%BC%22%5C%0D%0AX%3A%201%26c%3Dd%25%3F";
        assertThat(ask().target)
                .isEqualTo("/p/" + encoded + "?q=" + encoded + "&gr%C3%B6%C3%9Fe=x%20y");
    }

    @Test
    void aCapturedLinkStaysALinkToTheSameHost() {
        for (String[] pair :
                new String[][] {
                    {"http://evil.example/x/y?a=b&c=1%20#top", "/x/y?a=b&c=1%20"},
                    {"/x y", "/x%20y"},
                    {"relative", "/relative"},
                    {"https://host", "/"},
                }) {
            draft.feeds = List.of(feed("f", new Feed.Order.Circular(), pair[0]));
            draft.states.clear();
            draft.page("${f.v}");
            assertThat(ask().target).isEqualTo(pair[1]);
        }
    }

    @Test
    void noValueBreaksOutOfAHeaderField() {
        var call = Call.get(Draft.template("/"));
        draft.state(
                "state",
                new Call(
                        "GET",
                        call.target(),
                        List.of(
                                new Call.HeaderField("X-Value", Draft.template("v=${f.v}")),
                                new Call.HeaderField("accept", Draft.template("a/b"))),
                        call.body(),
                        List.of(),
                        List.of()));
        Backend.Served one = ask();
        byte[] latin = one.field("X-Value").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(latin, StandardCharsets.UTF_8)).isEqualTo("v=a b/ü\"\\  X: 1&c=d%?");
        assertThat(one.fields).extracting(field -> field.name()).doesNotContain("X");
        assertThat(one.fields)
                .filteredOn(field -> field.name().equalsIgnoreCase("accept"))
                .extracting(field -> field.value())
                .containsExactly("a/b");
    }

    @Test
    void noValueBreaksOutOfJsonOrAForm() {
        String json = "{\"s\":\"<${f.v}>\",\"n\":${n.v},\"q\":\"\\\"${n.v}\"}";
        draft.feeds =
                List.of(
                        feed("f", new Feed.Order.Circular(), NASTY),
                        feed("n", new Feed.Order.Circular(), "12.5"));
        draft.state(
                "json",
                Draft.call(
                        "POST",
                        "/",
                        new Call.Body.Json(Draft.template(json)),
                        List.of(),
                        List.of()));
        Backend.Served one = ask();
        assertThat(one.body())
                .isEqualTo(
                        "{\"s\":\"<a b/ü\\\"\\\\\\u000D\\u000AX: 1&c=d%?>\",\"n\":12.5,"
                                + "\"q\":\"\\\"12.5\"}");
        assertThat(one.field("Content-Type")).isEqualTo("application/json");

        draft.states.clear();
        draft.state(
                "form",
                Draft.call(
                        "POST",
                        "/",
                        new Call.Body.Form(
                                List.of(
                                        new Call.HeaderField("a b", Draft.template("${f.v}")),
                                        new Call.HeaderField("c", Draft.template("1 2")))),
                        List.of(),
                        List.of()));
        Backend.Served form = ask();
        assertThat(form.body()).isEqualTo("a+b=a+b%2F%C3%BC%22%5C%0D%0AX%3A+1%26c%3Dd%25%3F&c=1+2");
        assertThat(form.field("content-type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void everyWishHasANameOfItsOwn() {
        draft.page("/${user}?id=${intent}").next = List.of(Draft.edge(0, 0.5), Draft.edge(-1, 0.5));
        draft.arrivals = List.of(new Arrival.Flash(0, 200, 0));
        Play play = Play.of(draft).play();
        assertThat(play.backend.targets()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    }

    @Test
    void usersHaveAddressesOfTheirOwn() {
        draft.address = new ClientAddress.InHeader("X-Forwarded-For", 10 << 24 | 77, 8);
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.page("/again");
        draft.arrivals = List.of(new Arrival.Flash(0, 500, 0));
        Play play = Play.of(draft).play();
        List<String> addresses =
                play.backend.served.stream().map(one -> one.field("X-Forwarded-For")).toList();
        assertThat(addresses).allMatch(a -> a.matches("10(\\.\\d{1,3}){3}"));
        assertThat(addresses.stream().distinct().count()).isBetween(499L, 500L);
    }

    @Test
    void aZipfFeedIsAsSkewedAsItSays() {
        List<String> skus = IntStream.rangeClosed(1, 100).mapToObj(i -> "s" + i).toList();
        draft.feeds = List.of(feed("f", new Feed.Order.Zipf(0.9), skus.toArray(String[]::new)));
        draft.page("/${f.v}");
        draft.arrivals = List.of(new Arrival.Flash(0, 20_000, 0));
        List<String> targets = Play.of(draft).play().backend.targets();
        double sum = IntStream.rangeClosed(1, 100).mapToDouble(i -> Math.pow(i, -0.9)).sum();
        for (int rank : new int[] {1, 2, 5, 20}) {
            double expected = 20_000 * Math.pow(rank, -0.9) / sum;
            String target = "/s" + rank;
            long count = targets.stream().filter(target::equals).count();
            assertThat((double) count)
                    .isBetween(
                            expected - 4 * Math.sqrt(expected), expected + 4 * Math.sqrt(expected));
        }
    }

    @Test
    void aPostMakesAFewRecordsHot() {
        List<String> skus = IntStream.rangeClosed(1, 1_000).mapToObj(i -> "s" + i).toList();
        draft.feeds = List.of(feed("f", new Feed.Order.Zipf(0), skus.toArray(String[]::new)));
        draft.page("/${f.v}");
        draft.arrivals = List.of(new Arrival.Flash(0, 300, 0));
        draft.triggers =
                List.of(new Trigger.Surge(new Arrival.Viral(0, 300, 0.2, Draft.SECOND, 3), 0));
        Play play = Play.of(draft).play();
        long hot =
                play.backend.served.stream()
                        .filter(one -> one.nanos > Play.ORIGIN)
                        .map(one -> one.target)
                        .distinct()
                        .count();
        long cold =
                play.backend.served.stream()
                        .filter(one -> one.nanos == Play.ORIGIN)
                        .map(one -> one.target)
                        .distinct()
                        .count();
        assertThat(hot).isEqualTo(3);
        assertThat(cold).isGreaterThan(200);
        assertThat(play.notes.visits).extracting(visit -> visit.born()).containsOnly(0, 1);
    }

    @Test
    void aUniqueRecordIsNobodyElses() {
        draft.feeds = List.of(feed("f", new Feed.Order.Unique(), numbers(3_000)));
        draft.page("/${f.v}").next = List.of(Draft.edge(1, 1));
        draft.page("/${f.v}");
        draft.think = Draft.constant(40);
        draft.arrivals = List.of(new Arrival.Poisson(20), new Arrival.Constant(5));
        draft.triggers =
                List.of(new Trigger.Surge(new Arrival.Viral(0, 30, 0.5, Draft.SECOND, 0), 0));
        Play play = Play.of(draft).play();
        var users = new HashMap<String, Set<Long>>();
        for (int i = 0; i < play.notes.requests.size(); i++) {
            users.computeIfAbsent(play.backend.served.get(i).target, t -> new HashSet<>())
                    .add(play.notes.requests.get(i).user());
        }
        assertThat(users).hasSizeGreaterThan(2_000);
        assertThat(users.values()).allMatch(of -> of.size() == 1);
    }

    @Test
    void tooFewRecordsAreRefused() {
        draft.feeds = List.of(feed("f", new Feed.Order.Unique(), numbers(10)));
        draft.arrivals = List.of(new Arrival.Flash(0, 11, 0));
        assertThatThrownBy(draft::plan)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f has 10 records, one for each user, but there would be 11");
        draft.feeds = List.of();
        draft.signIn = signIn(10, SignIn.WhenExhausted.REFUSE);
        assertThatThrownBy(draft::plan).hasMessageContaining("would be 11 users");
        draft.signIn = signIn(11, SignIn.WhenExhausted.REFUSE);
        draft.plan();
    }

    @Test
    void accountsAreSharedOnlyWhenTheyHaveRunOut() {
        draft.signIn = signIn(10, SignIn.WhenExhausted.SHARE);
        draft.page("/").signedIn = true;
        draft.arrivals = List.of(new Arrival.Flash(0, 20, 0));
        Play play = Play.of(draft).play();
        int[] uses = new int[10];
        play.backend.served.stream()
                .filter(one -> one.target.equals("/login"))
                .forEach(one -> uses[Integer.parseInt(one.body().replace("user=", ""))]++);
        assertThat(Arrays.stream(uses).boxed()).containsOnly(2);
    }

    @Test
    void aNameThatNothingSetsIsRefused() {
        draft.page("/${nothing}");
        assertThatThrownBy(draft::plan).hasMessageContaining("nothing sets the variable nothing");
        draft.states.clear();
        draft.page("/${f.w}");
        assertThatThrownBy(draft::plan).hasMessageContaining("feed f has no column w");
        draft.states.clear();
        draft.page("/${g.v}");
        assertThatThrownBy(draft::plan).hasMessageContaining("there is no feed g");
    }

    private Backend.Served ask() {
        return Play.of(draft).play().backend.served.getFirst();
    }

    private static Feed feed(String name, Feed.Order order, String... values) {
        var rows = new ArrayList<List<String>>();
        for (String value : values) {
            rows.add(List.of(value));
        }
        return new Feed(name, List.of("v"), rows, order);
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static SignIn signIn(int accounts, SignIn.WhenExhausted whenExhausted) {
        var call =
                Draft.call(
                        "POST",
                        "/login",
                        new Call.Body.Form(
                                List.of(new Call.HeaderField("user", Draft.template("${user}")))),
                        List.of(),
                        List.of());
        var rows = IntStream.range(0, accounts).mapToObj(i -> List.of("" + i)).toList();
        var feed = new Feed("accounts", List.of("user"), rows, new Feed.Order.Circular());
        return new SignIn.ByCall(feed, whenExhausted, call);
    }
}
