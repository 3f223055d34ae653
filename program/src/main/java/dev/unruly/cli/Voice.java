package dev.unruly.cli;

import dev.unruly.host.Terminal;
import dev.unruly.report.Dress;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// How the program speaks to whoever started it.
///
/// @param live whether lines can be taken back, as on a terminal
/// @param dress of what is said
/// @param ascii whether the other side knows no more than ASCII
/// @param width asks how many columns there are
record Voice(boolean live, Dress dress, boolean ascii, Supplier<OptionalInt> width) {

    private static final int USUAL_COLUMNS = 80;

    /// Signs that are more than ASCII, and what stands for them where there is no more.
    private static final Map<String, String> IN_ASCII =
            Map.ofEntries(
                    Map.entry("✓", "+"),
                    Map.entry("✕", "x"),
                    Map.entry("×", "x"),
                    Map.entry("–", "-"),
                    Map.entry("−", "-"),
                    Map.entry("—", "-"),
                    Map.entry("→", "->"),
                    Map.entry("·", "|"),
                    Map.entry("…", "~"),
                    Map.entry("’", "'"),
                    Map.entry("µ", "u"));

    /// Speaks to a file or a pipe.
    static Voice plain(Charset charset) {
        return new Voice(false, Dress.PLAIN, !knowsMore(charset), OptionalInt::empty);
    }

    /// Speaks to standard output, whatever that is.
    ///
    /// @param environment of this process: `TERM=dumb` takes no line back, `NO_COLOR` has no colour
    static Voice standard(Charset charset, Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        if (dumb || !Terminal.there()) {
            return plain(charset);
        }
        boolean bare = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Voice(
                true, bare ? Dress.PLAIN : Dress.COLOURED, !knowsMore(charset), Terminal::columns);
    }

    private static boolean knowsMore(Charset charset) {
        return charset.newEncoder().canEncode('✓');
    }

    /// How many columns there are just now.
    int columns() {
        return width.get().orElse(USUAL_COLUMNS);
    }

    /// A text as the other side can show it.
    String shown(String text) {
        if (!ascii) {
            return text;
        }
        String shown = text;
        for (Map.Entry<String, String> sign : IN_ASCII.entrySet()) {
            shown = shown.replace(sign.getKey(), sign.getValue());
        }
        return shown;
    }

    /// Says lines.
    void say(PrintWriter out, List<String> lines) {
        lines.forEach(line -> out.println(shown(line)));
        out.flush();
    }

    /// Says one.
    void say(PrintWriter out, String line) {
        say(out, List.of(line));
    }
}
