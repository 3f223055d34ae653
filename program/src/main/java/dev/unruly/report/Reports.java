package dev.unruly.report;

import dev.unruly.model.PairedResult;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Writes what a run has shown into files. Each file is there whole or not at all.
public final class Reports {

    /// The name of the report in a run's folder.
    public static final String FILE = "report.html";

    private Reports() {}

    /// Writes `run.json`, `report.html` and `junit.xml` into a run's folder.
    ///
    /// @throws IOException if they cannot be written
    public static void write(Path folder, RunResult result, Repeat repeat) throws IOException {
        put(folder.resolve(RunJson.FILE), RunJson.text(result));
        put(folder.resolve(FILE), html(result, repeat));
        put(folder.resolve(Junit.FILE), Junit.text(List.of(result)));
    }

    /// Writes `seeds.json` and `junit.xml` into the folder of all seeds.
    ///
    /// @throws IOException if they cannot be written
    public static void write(Path folder, SeedsResult result) throws IOException {
        put(folder.resolve(SeedsJson.FILE), SeedsJson.text(result));
        put(
                folder.resolve(Junit.FILE),
                Junit.text(result.runs().stream().map(SeedsResult.Run::result).toList()));
    }

    /// The name of a comparison's page.
    public static final String COMPARISON = "compare.html";

    /// Writes a page that shows runs beside each other.
    ///
    /// @throws IOException if it cannot be written
    public static void compare(Path file, List<Compared> runs) throws IOException {
        compare(file, runs, List.of());
    }

    /// Writes a page that shows runs without and with settings beside each other, and the settings.
    ///
    /// @throws IOException if it cannot be written
    public static void compare(Path file, List<Compared> runs, List<Settled> settings)
            throws IOException {
        compare(file, runs, settings, List.of());
    }

    /// Writes a page that shows runs without and with settings beside each other, the settings, and
    /// how other people would fare with them.
    ///
    /// @throws IOException if it cannot be written
    public static void compare(
            Path file, List<Compared> runs, List<Settled> settings, List<Tempered> tempers)
            throws IOException {
        put(file, new ComparePage(runs, settings, tempers).text());
    }

    /// The name of what settings have changed over several seeds.
    public static final String HARDENED = HardenJson.FILE;

    /// Writes `harden.json` into the folder of all seeds.
    ///
    /// @throws IOException if it cannot be written
    public static void write(Path folder, PairedResult result) throws IOException {
        put(folder.resolve(HardenJson.FILE), HardenJson.text(result));
    }

    /// The report of one run.
    public static String html(RunResult result, Repeat repeat) {
        return new RunPage(result, repeat).text();
    }

    /// The page of how faithful a learned population is.
    public static String fidelity(Faithful faithful) {
        return new FidelityPage(faithful).text();
    }

    /// Puts a text into a file, in one step.
    static void put(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }
}
