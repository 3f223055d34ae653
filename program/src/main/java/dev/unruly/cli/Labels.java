package dev.unruly.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What folders are called when they stand beside each other, and how they link to each other.
final class Labels {

    private static final String UNRESERVED = "-._~/";

    private Labels() {}

    /// The shortest ends of their paths that tell them apart.
    static List<String> of(List<Path> folders) {
        List<Path> whole = folders.stream().map(f -> f.toAbsolutePath().normalize()).toList();
        int most = whole.stream().mapToInt(Path::getNameCount).max().orElse(1);
        for (int names = 1; names <= most; names++) {
            var labels = new ArrayList<String>();
            for (Path folder : whole) {
                int count = folder.getNameCount();
                labels.add(
                        count == 0
                                ? folder.toString()
                                : folder.subpath(Math.max(0, count - names), count).toString());
            }
            if (new HashSet<>(labels).size() == labels.size()) {
                return labels;
            }
        }
        return folders.stream().map(Path::toString).toList();
    }

    /// A relative URL from a folder to a file.
    static String link(Path from, Path file) {
        String path =
                from.toAbsolutePath()
                        .normalize()
                        .relativize(file.toAbsolutePath().normalize())
                        .toString()
                        .replace('\\', '/');
        var link = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            link.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return link.toString();
    }
}
