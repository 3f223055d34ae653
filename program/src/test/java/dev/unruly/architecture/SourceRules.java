package dev.unruly.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Compares the sources of every module with what holds for all of them: packages that say what
/// they are and that nothing in them is null, and files that hold one idea.
final class SourceRules {
    /// More lines than this are two ideas.
    static final int MOST_LINES = 400;

    private SourceRules() {}

    /// What is not as it should be, sorted; empty when all is well.
    ///
    /// @param repository the folder whose sub-folders with a `pom.xml` are the modules
    static List<String> problems(Path repository) {
        var problems = new TreeSet<String>();
        for (Path module : modules(repository)) {
            List<Path> sources = sources(module);
            for (Path source : sources) {
                checkLength(repository, source, problems);
            }
            checkPackages(repository, module, sources, problems);
        }
        return new ArrayList<>(problems);
    }

    private static void checkLength(Path repository, Path source, Set<String> problems) {
        int lines = lines(source).size();
        if (lines > MOST_LINES) {
            problems.add(
                    "%s has %d lines; more than %d are two ideas"
                            .formatted(repository.relativize(source), lines, MOST_LINES));
        }
    }

    /// A package may be spread over `main` and `test`; one `package-info` speaks for both.
    private static void checkPackages(
            Path repository, Path module, List<Path> sources, Set<String> problems) {
        var packages = new LinkedHashSet<Path>();
        var described = new LinkedHashSet<Path>();
        for (Path source : sources) {
            Path tree = module.resolve("src").resolve(module.relativize(source).getName(1));
            Path folder = tree.resolve("java").relativize(source.getParent());
            packages.add(folder);
            if (source.endsWith("package-info.java")) {
                described.add(folder);
                List<String> lines = lines(source);
                if (!lines.contains("@NullMarked") || !lines.getFirst().startsWith("/// ")) {
                    problems.add(
                            "%s must say in /// what the package is, and be @NullMarked"
                                    .formatted(repository.relativize(source)));
                }
            }
        }
        packages.removeAll(described);
        for (Path folder : packages) {
            problems.add(
                    "package %s of %s has no package-info.java"
                            .formatted(
                                    folder.toString().replace('/', '.'),
                                    repository.relativize(module)));
        }
    }

    private static List<Path> modules(Path repository) {
        try (var folders = Files.list(repository)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources(Path module) {
        Path src = module.resolve("src");
        if (!Files.isDirectory(src)) {
            return List.of();
        }
        try (var files = Files.walk(src)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
