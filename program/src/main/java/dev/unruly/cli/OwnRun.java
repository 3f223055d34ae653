package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.journal.JournalReader;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Call;
import dev.unruly.model.Hit;
import dev.unruly.model.Hits;
import dev.unruly.model.Journey;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Quiet;
import dev.unruly.model.Slice;
import dev.unruly.model.Template;
import dev.unruly.model.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A run of ours as evidence: of its journal people, pages, times, further tries, and how long
/// somebody waited before leaving, are known exactly.
///
/// Pages' sub-resources and signing in are left out, and so is what the run's end cut off or this
/// machine could not send. What filled a place in a URL is not in a journal: it reads `1`.
final class OwnRun {

    private final Path folder;

    OwnRun(Path folder) {
        this.folder = folder;
    }

    /// Whether somebody named a run's folder.
    static boolean is(String name) {
        if (name.equals("-") || name.indexOf('\0') >= 0) {
            return false;
        }
        return Files.isRegularFile(Path.of(name).resolve(Journal.FILE));
    }

    /// A page that is asked for.
    private record Page(byte[] method, byte[] url) {}

    /// What was read, in a line.
    ///
    /// @throws IOException with words for people, if there is no journal that can be read
    String read(Hits to) throws IOException {
        RunHeader header = RunHeader.read(folder);
        Plan plan = RunFiles.plan(folder, header);
        var ear = new Ear(pages(plan), regions(plan), header.startedAt().toEpochMilli(), to);
        JournalReader.Found found;
        try {
            found = JournalReader.read(folder, ear);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException(
                    folder + ": the journal is not of the experiment under input/", e);
        }
        return String.format(
                Locale.ROOT,
                "%s: the journal of a run, %,d requests of %,d users%s",
                folder.getFileName(),
                ear.taken,
                ear.users,
                found.whole() ? "" : "; " + found.damage());
    }

    private static List<Page> pages(Plan plan) {
        var pages = new ArrayList<Page>();
        for (Journey journey : plan.experiment().population().journeys()) {
            for (Journey.State state : journey.states()) {
                pages.add(page(state.call()));
            }
        }
        return pages;
    }

    private static Page page(Call call) {
        String target =
                call.target().parts().stream()
                        .map(part -> part instanceof Template.Literal text ? text.text() : "1")
                        .collect(Collectors.joining());
        return new Page(bytes(call.method()), bytes(target.replaceFirst("[?#].*", "")));
    }

    private static List<byte[]> regions(Plan plan) {
        return plan.roster().regions().stream().map(OwnRun::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Ear extends Quiet {
        private final List<Page> pages;
        private final List<byte[]> regions;
        private final long startMillis;
        private final Hits to;
        private final Hit hit = new Hit();
        private long taken;
        private long users;

        Ear(List<Page> pages, List<byte[]> regions, long startMillis, Hits to) {
            this.pages = pages;
            this.regions = regions;
            this.startMillis = startMillis;
            this.to = to;
        }

        @Override
        public void visits(Visit visit) {
            users++;
        }

        @Override
        public void requested(Observation seen) {
            boolean page = seen.part() == 0 && seen.endpoint() < pages.size();
            if (!page || seen.outcome().ours() || seen.outcome() == Outcome.CUT_OFF) {
                return;
            }
            hit.clear();
            Page asked = pages.get(seen.endpoint());
            set(hit.method(), asked.method());
            set(hit.url(), asked.url());
            set(hit.account(), bytes(Long.toString(seen.user())));
            set(hit.agent(), bytes("persona-" + seen.persona()));
            if (regions.size() > 1) {
                set(hit.region(), regions.get(seen.region()));
            }
            hit.atMillis(startMillis + Math.floorDiv(seen.meantNanos(), 1_000_000L));
            hit.tookMicros(Math.max(0, seen.responseNanos() / 1_000));
            hit.status(seen.status());
            hit.bytes(seen.status() == 0 ? -1 : seen.bodyBytes());
            hit.leftEarly(seen.outcome() == Outcome.CANCELLED);
            taken++;
            to.hit(hit);
        }

        private static void set(Slice slice, byte[] bytes) {
            slice.set(bytes, 0, bytes.length);
        }
    }
}
