package dev.unruly.cli;

import dev.unruly.advise.Spans;
import dev.unruly.convert.AddressMap;
import dev.unruly.convert.Nameless;
import dev.unruly.convert.SpanHits;
import dev.unruly.convert.Witness;
import dev.unruly.learn.Coder;
import dev.unruly.learn.Rules;
import dev.unruly.learn.Series;
import dev.unruly.learn.Upstreams;
import dev.unruly.model.Hit;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What evidence of all kinds says, gathered in one pass: requests of each kind by themselves, for
/// a request that is in a log may be in a trace too.
final class Gathered implements Witness, AutoCloseable {

    private static final long TOLD_EACH = 1_000_000;

    /// Where requests are from; what stands first goes before the others.
    enum Kind {
        LOGS("logs"),
        TRACES("traces"),
        RECORDINGS("recordings of browsers");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private final Optional<AddressMap> addresses;
    private final Path scratch;
    private final long secret;
    private final Consumer<String> progress;
    private final Map<Kind, Coder> coders = new EnumMap<>(Kind.class);
    private final Nameless nameless = new Nameless();
    private final Spans spans = new Spans(new SplittableRandom(1), this::entry);
    private final Series series = new Series();
    private final PageParts pages = new PageParts();
    private final Upstreams upstreams = new Upstreams();
    private final Hit hit = new Hit();
    private long requests;
    private long pieces;
    private long entries;
    private long callers;

    /// @param addresses in which region they are; empty: a log may say so itself
    /// @param scratch a folder that is deleted afterwards
    /// @param secret by which people are told apart
    /// @param progress told how far it is
    Gathered(Optional<AddressMap> addresses, Path scratch, long secret, Consumer<String> progress) {
        this.addresses = addresses;
        this.scratch = scratch;
        this.secret = secret;
        this.progress = progress;
    }

    private Coder coder(Kind kind) {
        return coders.computeIfAbsent(
                kind,
                _ -> {
                    try {
                        Path folder = scratch.resolve(kind.name().toLowerCase(Locale.ROOT));
                        boolean recorded = kind == Kind.RECORDINGS;
                        return new Coder(
                                folder, secret, recorded ? Rules.recorded() : Rules.usual());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public void hit(Hit request) {
        placed(request);
        upstreams.add(request);
        coder(Kind.LOGS).hit(request);
        requests++;
        if (requests % TOLD_EACH == 0) {
            progress.accept(String.format(Locale.ROOT, "%,d requests", requests));
        }
    }

    private void placed(Hit request) {
        if (addresses.isPresent()) {
            String region = addresses.get().region(request.address());
            if (!region.isEmpty()) {
                request.region().set(region);
            }
        }
    }

    @Override
    public void recorded(Hit request) {
        if (pages.add(request)) {
            coder(Kind.RECORDINGS).inAnyOrder(request);
        }
    }

    @Override
    public void span(Span span) {
        spans.add(nameless.of(span));
        pieces++;
        if (pieces % TOLD_EACH == 0) {
            progress.accept(String.format(Locale.ROOT, "%,d spans", pieces));
        }
    }

    private void entry(Span span) {
        entries++;
        if (span.caller().known()) {
            callers++;
            SpanHits.fill(hit, span);
            placed(hit);
            coder(Kind.TRACES).inAnyOrder(hit);
        }
    }

    @Override
    public void arrival(long atMillis) {
        series.at(atMillis);
    }

    @Override
    public void arrivals(long fromMillis, long periodMillis, long count) {
        series.during(fromMillis, periodMillis, count);
    }

    /// Takes all traces for complete.
    void end() {
        spans.end();
    }

    /// Whose requests there are; empty: nobody's.
    Optional<Kind> kind() {
        return coders.keySet().stream().findFirst();
    }

    /// The requests of people.
    Coder people(Kind kind) {
        return coder(kind);
    }

    /// Of what recorded pages are made.
    PageParts pages() {
        return pages;
    }

    /// What traces say; empty: there are none.
    Optional<Spans> traces() {
        return pieces == 0 ? Optional.empty() : Optional.of(spans);
    }

    /// How long those took who servers asked, as logs say.
    List<ObservedLatency> upstreams() {
        return upstreams.latencies();
    }

    /// When somebody came; empty: there is no series.
    Optional<Series> series() {
        return series.isEmpty() ? Optional.empty() : Optional.of(series);
    }

    /// What was taken from which kind of evidence.
    List<String> said() {
        var said = new ArrayList<String>();
        Optional<Kind> of = kind();
        if (coders.size() > 1 && of.isPresent()) {
            said.add(
                    "people are those of "
                            + of.get().words
                            + "; requests of others ("
                            + String.join(
                                    ", ",
                                    coders.keySet().stream().skip(1).map(k -> k.words).toList())
                            + ") may be the same ones");
        }
        if (pieces > 0 && callers == 0) {
            said.add(
                    String.format(
                            Locale.ROOT,
                            "none of %,d traced requests says who asked (session.id, enduser.id,"
                                    + " client.address): no people are learned from traces",
                            entries));
        } else if (pieces > 0 && callers < entries) {
            said.add(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d traced requests do not say who asked",
                            entries - callers,
                            entries));
        }
        if (of.equals(Optional.of(Kind.RECORDINGS))) {
            said.add(
                    "a recording shows one person's way, what its pages are made of and how long"
                            + " they took; of how many go which way, and of how they come, it says"
                            + " nothing");
        }
        if (pages.elsewhere() > 0) {
            said.add(
                    String.format(
                            Locale.ROOT,
                            "%,d recorded requests are for other hosts than the first, and left out",
                            pages.elsewhere()));
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        for (Coder coder : coders.values()) {
            coder.close();
        }
    }
}
