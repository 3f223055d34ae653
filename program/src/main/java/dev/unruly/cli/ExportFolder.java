package dev.unruly.cli;

import dev.unruly.convert.Export;
import dev.unruly.convert.Exported;
import dev.unruly.convert.Loss;
import dev.unruly.model.Dependency;
import dev.unruly.model.Protection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder with settings in the words of other products, and `losses.txt`, which says what those
/// have no words for.
final class ExportFolder {

    /// What is lost, target by target.
    static final String LOSSES = "losses.txt";

    /// Stands for all targets.
    private static final String ALL = "all";

    private ExportFolder() {}

    /// The targets of a list as `nginx,envoy`.
    ///
    /// @throws IllegalArgumentException with words for people where a name is none
    static List<Export> targets(String list) {
        if (list.equals(ALL)) {
            return List.of(Export.values());
        }
        var targets = new ArrayList<Export>();
        for (String name : list.split(",", -1)) {
            Export target =
                    Export.named(name.strip())
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "--export: there is no target \""
                                                    + name.strip()
                                                    + "\"; known are "
                                                    + known()));
            if (!targets.contains(target)) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static String known() {
        var names = new ArrayList<String>();
        for (Export target : Export.values()) {
            names.add(target.title());
        }
        names.add(ALL);
        return String.join(", ", names);
    }

    /// Makes the folder where it is missing, and writes one file for each target.
    ///
    /// @return lines that say what was written
    static List<String> write(
            Path folder,
            List<Export> targets,
            List<Dependency> dependencies,
            List<Protection> protections)
            throws IOException {
        Files.createDirectories(folder);
        var losses = new ArrayList<String>();
        var said = new ArrayList<String>();
        for (Export target : targets) {
            Exported exported = target.of(dependencies, protections);
            Path file = folder.resolve(target.file());
            Files.writeString(file, exported.text());
            said.add("export    " + file + "  (" + count(exported.losses()) + ")");
            losses.add(target.title());
            exported.losses().forEach(loss -> losses.add("  " + loss));
        }
        Files.write(folder.resolve(LOSSES), losses);
        said.add("losses    " + folder.resolve(LOSSES));
        return said;
    }

    private static String count(List<Loss> losses) {
        return switch (losses.size()) {
            case 0 -> "nothing is lost";
            case 1 -> "1 loss";
            default -> losses.size() + " losses";
        };
    }
}
