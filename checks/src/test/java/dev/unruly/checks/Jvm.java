package dev.unruly.checks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the program and the shop are started as processes of their own, with what this module was
/// built against.
final class Jvm {

    /// Where the options of every JVM that runs Unruly are kept.
    private static final Path OPTIONS = Path.of("..", "program/src/main/jvm/java.options");

    private Jvm() {}

    /// The command that starts a class with the options that all have.
    static List<String> command(String main, List<String> arguments, String... options) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("@" + OPTIONS);
        words.addAll(List.of(options));
        words.add("-classpath");
        words.add(System.getProperty("java.class.path"));
        words.add(main);
        words.addAll(arguments);
        return words;
    }

    /// What a process has written to a file so far.
    static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A process whose both outputs go to a file.
    static Process start(List<String> command, File log) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    }
}
