package dev.unruly.architecture;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// The two tables of ARCHITECTURE.md: the rooms in their order with what each may use, and the
/// packages of every outside library.
record Plan(SequencedMap<String, Room> rooms, SequencedMap<String, List<String>> libraries) {

    /// Libraries whose name begins so may be used in every room.
    private static final String EVERYWHERE = "everywhere:";

    /// What one room may use. The names in `rooms` are resolved: `all` has become every lower room.
    record Room(String name, SequencedSet<String> rooms, SequencedSet<String> libraries) {}

    /// The plan that the text of ARCHITECTURE.md describes.
    ///
    /// @throws IllegalArgumentException naming every row that contradicts another
    static Plan parse(String markdown) {
        List<List<String>> roomRows = table(markdown, "room");
        var libraries = new LinkedHashMap<String, List<String>>();
        for (List<String> row : table(markdown, "library")) {
            libraries.put(row.get(0), List.of(row.get(1).split(" ")));
        }
        List<String> order = roomRows.stream().map(List::getFirst).toList();
        var rooms = new LinkedHashMap<String, Room>();
        var problems = new LinkedHashSet<String>();
        for (List<String> row : roomRows) {
            Room room = room(row, order, libraries, problems);
            if (rooms.put(room.name(), room) != null) {
                problems.add("room '%s' has two rows".formatted(room.name()));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("ARCHITECTURE.md: " + String.join("; ", problems));
        }
        return new Plan(rooms, libraries);
    }

    private static Room room(
            List<String> row,
            List<String> order,
            Map<String, List<String>> libraries,
            SequencedSet<String> problems) {
        String name = row.get(0);
        int place = order.indexOf(name);
        var uses = new LinkedHashSet<String>();
        for (String used : words(row.get(2), " ")) {
            if (used.equals("all")) {
                uses.addAll(order.subList(place + 1, order.size()));
            } else if (order.indexOf(used) <= place) {
                problems.add(
                        "room '%s' may use '%s', which is not a room below it"
                                .formatted(name, used));
            } else {
                uses.add(used);
            }
        }
        var outside = new LinkedHashSet<String>();
        for (String library : words(row.get(3), ", ")) {
            if (libraries.containsKey(library)) {
                outside.add(library);
            } else {
                problems.add(
                        "room '%s' may use library '%s', which is not in the table of libraries"
                                .formatted(name, library));
            }
        }
        return new Room(name, uses, outside);
    }

    /// The library that a package belongs to: the one with the longest name that leads to it.
    Optional<String> libraryOf(String packageName) {
        String best = null;
        int longest = -1;
        for (var library : libraries.entrySet()) {
            for (String prefix : library.getValue()) {
                boolean inside = (packageName + ".").startsWith(prefix + ".");
                if (inside && prefix.length() > longest) {
                    best = library.getKey();
                    longest = prefix.length();
                }
            }
        }
        return Optional.ofNullable(best);
    }

    boolean isForAll(String library) {
        return library.startsWith(EVERYWHERE);
    }

    private static List<String> words(String cell, String separator) {
        return cell.equals("–") ? List.of() : List.of(cell.split(separator));
    }

    /// The rows of the table whose first heading is given, without heading and rule.
    private static List<List<String>> table(String markdown, String firstHeading) {
        List<List<String>> rows =
                markdown.lines()
                        .dropWhile(line -> !line.startsWith("| " + firstHeading + " |"))
                        .takeWhile(line -> line.startsWith("|"))
                        .skip(2)
                        .map(Plan::cells)
                        .toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "ARCHITECTURE.md: no table whose first heading is '%s'"
                            .formatted(firstHeading));
        }
        return rows;
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toList();
    }
}
