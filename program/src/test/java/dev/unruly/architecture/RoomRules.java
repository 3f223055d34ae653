package dev.unruly.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Compares class files with the plan, and says in one line each what is not as planned.
final class RoomRules {
    /// The rooms at the edge of the program, where time and chance come from.
    private static final Set<String> EDGE = Set.of("host", "wire", "cli");

    /// Members that read a clock, wait or draw from no seed, each as its name begins.
    private static final List<String> TIME_AND_CHANCE =
            List.of(
                    "java.lang.System.nanoTime(",
                    "java.lang.System.currentTimeMillis(",
                    "java.lang.Thread.sleep(",
                    "java.util.concurrent.TimeUnit.sleep(",
                    "java.time.Clock.system",
                    "java.time.Instant.now(",
                    "java.time.LocalDate.now(",
                    "java.time.LocalDateTime.now(",
                    "java.time.LocalTime.now(",
                    "java.time.OffsetDateTime.now(",
                    "java.time.ZonedDateTime.now(",
                    "java.lang.Math.random(",
                    "java.lang.StrictMath.random(",
                    "java.security.SecureRandom.",
                    "java.util.Collections.shuffle(java.util.List)",
                    "java.util.Random.<init>(",
                    "java.util.SplittableRandom.<init>()",
                    "java.util.UUID.randomUUID(",
                    "java.util.concurrent.ThreadLocalRandom.",
                    "java.util.random.RandomGenerator.getDefault(",
                    "java.util.random.RandomGenerator.of(");

    /// Types whose values change, so that a static field of theirs is shared state.
    private static final Pattern CHANGING =
            Pattern.compile(
                    "java\\.util\\.concurrent\\.(atomic\\.(?!.*FieldUpdater).*|locks\\..*"
                            + "|Concurrent.*|CopyOnWrite.*|.*Queue|.*Deque)"
                            + "|java\\.util\\.(ArrayDeque|ArrayList|BitSet|EnumMap|HashMap|HashSet"
                            + "|IdentityHashMap|LinkedHashMap|LinkedHashSet|LinkedList"
                            + "|PriorityQueue|Random|SplittableRandom|TreeMap|TreeSet|WeakHashMap)"
                            + "|java\\.lang\\.(StringBuilder|StringBuffer)"
                            + "|.*\\.(Inheritable|Fast)?ThreadLocal");

    private static final Pattern JDK = Pattern.compile("(java|javax|jdk|com\\.sun)(\\..*)?");

    private final String root;
    private final Plan plan;
    private final TreeSet<String> problems = new TreeSet<>();

    private RoomRules(String root, Plan plan) {
        this.root = root;
        this.plan = plan;
    }

    /// What is not as planned, sorted; empty when all is well.
    ///
    /// @param root the package whose sub-packages are the rooms
    static List<String> problems(String root, Plan plan, Iterable<JavaClass> classes) {
        var rules = new RoomRules(root, plan);
        for (JavaClass type : classes) {
            rules.check(type);
        }
        return new ArrayList<>(rules.problems);
    }

    private void check(JavaClass type) {
        String name = roomOf(type.getPackageName());
        Plan.Room room = plan.rooms().get(name);
        if (room == null) {
            problems.add(
                    "package '%s' is not a room: no row '%s' in ARCHITECTURE.md (rooms are flat)"
                            .formatted(type.getPackageName(), name));
            return;
        }
        checkArrows(type, room);
        if (!EDGE.contains(name)) {
            checkTimeAndChance(type, room);
        }
        checkStaticFields(type, room);
    }

    private void checkArrows(JavaClass type, Plan.Room room) {
        var first = new TreeMap<String, String>();
        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
            JavaClass target = arrow.getTargetClass().getBaseComponentType();
            if (!target.isPrimitive()) {
                String complaint = complaint(target.getPackageName(), room);
                if (!complaint.isEmpty()) {
                    first.merge(complaint, arrow.getDescription(), RoomRules::lesser);
                }
            }
        }
        first.forEach((complaint, where) -> problems.add(complaint + ": " + where));
    }

    /// Why the room may not use the package, or nothing if it may.
    private String complaint(String used, Plan.Room room) {
        if (used.equals(root) || used.startsWith(root + ".")) {
            String other = roomOf(used);
            boolean allowed = other.equals(room.name()) || room.rooms().contains(other);
            return allowed
                    ? ""
                    : "room '%s' may not use room '%s' (it may use: %s)"
                            .formatted(room.name(), other, String.join(" ", room.rooms()));
        }
        return plan.libraryOf(used)
                .map(library -> complaintOfLibrary(library, room))
                .orElseGet(() ->
                        JDK.matcher(used).matches()
                                ? ""
                                : ("room '%s' may not use package '%s', which is in no"
                                                + " library of ARCHITECTURE.md")
                                        .formatted(room.name(), used));
    }

    private String complaintOfLibrary(String library, Plan.Room room) {
        return plan.isForAll(library) || room.libraries().contains(library)
                ? ""
                : "room '%s' may not use library '%s' (it may use: %s)"
                        .formatted(room.name(), library, String.join(", ", room.libraries()));
    }

    private void checkTimeAndChance(JavaClass type, Plan.Room room) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            String member = access.getTarget().getFullName();
            if (TIME_AND_CHANCE.stream().anyMatch(member::startsWith)) {
                problems.add(
                        ("room '%s' may not use %s: time and chance come in as arguments, their"
                                        + " sources stay in host, wire and cli: %s")
                                .formatted(room.name(), member, access.getDescription()));
            }
        }
    }

    private void checkStaticFields(JavaClass type, Plan.Room room) {
        for (JavaField field : type.getFields()) {
            Set<JavaModifier> modifiers = field.getModifiers();
            if (!modifiers.contains(JavaModifier.STATIC)
                    || modifiers.contains(JavaModifier.SYNTHETIC)) {
                continue;
            }
            if (!modifiers.contains(JavaModifier.FINAL)) {
                problems.add(
                        "room '%s' may not have static state: %s is not final"
                                .formatted(room.name(), field.getFullName()));
            } else if (CHANGING.matcher(field.getRawType().getName()).matches()) {
                problems.add(
                        "room '%s' may not have static state: %s is a %s, which changes"
                                .formatted(
                                        room.name(),
                                        field.getFullName(),
                                        field.getRawType().getName()));
            }
        }
    }

    /// What follows the root: the name of a room, or something that is none.
    private String roomOf(String packageName) {
        return packageName.equals(root) ? "" : packageName.substring(root.length() + 1);
    }

    private static String lesser(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
