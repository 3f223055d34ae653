package dev.unruly.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program to start: its words, what it finds in its environment besides ours, and where it runs.
public record Command(List<String> words, Map<String, String> environment, Path folder) {

    public Command {
        if (words.isEmpty() || words.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command needs a program, got " + words);
        }
        words = List.copyOf(words);
        // Not Map.copyOf, which forgets the order.
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /// A program and its arguments, in the current folder.
    public static Command of(String... words) {
        return of(List.of(words));
    }

    /// A program and its arguments, in the current folder.
    public static Command of(List<String> words) {
        return new Command(words, Map.of(), Path.of(""));
    }

    /// A line for the shell.
    public static Command shell(String line) {
        return File.separatorChar == '\\' ? of("cmd.exe", "/c", line) : of("/bin/sh", "-c", line);
    }

    /// The same command with one more variable.
    public Command with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(words, more, folder);
    }

    /// The same command in this folder.
    public Command in(Path newFolder) {
        return new Command(words, environment, newFolder);
    }

    /// Where a program is that is named without a folder, by this process's `PATH`.
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(folder).resolve(program);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
