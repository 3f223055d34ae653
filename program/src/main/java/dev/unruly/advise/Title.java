package dev.unruly.advise;

import java.util.regex.Pattern;

/// What a traced place is called, in files of latencies and of calls: a dependency, and a route of
/// it; or where what was asked is no route, that part of it.
///
/// @param route method and path; empty: it is not known
/// @param part an operation, or a service's own work; empty: there is a route, or only the whole
record Title(String dependency, String route, String part) {

    /// As policies name routes.
    private static final Pattern ROUTE = Pattern.compile("([A-Z]+ )?/[^\\s*]*\\*?");

    static Title of(Trace.Made made) {
        String name = made.served().name();
        boolean route = isRoute(made.route());
        boolean part = !route && !name.isBlank() && !name.equals(made.dependency());
        return new Title(made.dependency(), route ? made.route() : "", part ? name : "");
    }

    static boolean isRoute(String text) {
        return ROUTE.matcher(text).matches();
    }

    /// What its time is not spent on calls.
    Title itself() {
        String of = route.isEmpty() ? part : route;
        return new Title(dependency, "", (of + " (itself)").strip());
    }

    /// As people read it, and as files of calls name it.
    @Override
    public String toString() {
        return (dependency + " " + (route.isEmpty() ? part : route)).strip();
    }
}
