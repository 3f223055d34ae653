package dev.unruly.cli;

import dev.unruly.journal.Histograms;
import dev.unruly.journal.Tables;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is written for other tools once a run is over and reported: histograms and tables. Only
/// then, for it takes memory and a core; and whatever becomes of it, the run is not lost.
final class Aftermath {

    private Aftermath() {}

    /// Writes them beside the journal.
    ///
    /// @return what could not be written and why, one line each
    static List<String> write(Path folder, Roster roster, RunResult result) {
        var notes = new ArrayList<String>();
        RunResult.Header header = result.header();
        attempt(
                notes,
                Histograms.FILE,
                () -> Histograms.export(folder, roster, header.startedAt(), header.seconds()));
        attempt(notes, "the Parquet files", () -> Tables.export(folder, roster, result.timeline()));
        return notes;
    }

    /// Something that may fail.
    private interface Writing {
        void write() throws IOException;
    }

    /// DuckDB unpacks and loads a library of its own: that can fail as files, as linking and as
    /// whatever it throws.
    private static void attempt(List<String> notes, String what, Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            notes.add(note(what, Trouble.words(e)));
        } catch (LinkageError | RuntimeException e) {
            notes.add(note(what, e.toString()));
        }
    }

    private static String note(String what, String why) {
        String first = why.lines().findFirst().orElse("");
        return "note: " + what + " could not be written (" + first + "); the reports are complete";
    }
}
