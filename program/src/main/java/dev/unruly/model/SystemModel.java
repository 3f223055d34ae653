package dev.unruly.model;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Zipf;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A system as a queueing model sees it: an application whose workers answer pages, the places in
/// which a page's work is done, and what that work asks of others. Fitted from a run, or written by
/// hand; each figure says where it is from.
///
/// @param edge the listener in front of the application; empty: there is none
/// @param application who answers
/// @param callees what it calls, by the names of the experiment's dependencies
/// @param cache what it keeps
/// @param pages what it answers, the first that fits
public record SystemModel(
        String edge, Application application, List<Callee> callees, Cache cache, List<Page> pages) {

    /// Where a figure is from.
    public enum Stamp {
        /// Seen in the run that the model was fitted from.
        THIS_RUN("this run"),
        /// Somebody has written it.
        GIVEN("given"),
        /// Nobody saw it: a rule of thumb.
        PRIOR("prior");

        private final String words;

        Stamp(String words) {
            this.words = words;
        }

        /// As people read it.
        @Override
        public String toString() {
            return words;
        }
    }

    /// A number.
    ///
    /// @param why what it follows from, in a few words
    public record Figure(double value, Stamp stamp, String why) {

        /// What somebody has written.
        public static Figure given(double value) {
            return new Figure(value, Stamp.GIVEN, "");
        }
    }

    /// A length of time that differs from one to the next.
    ///
    /// @param why what it follows from, in a few words
    public record Time(Distribution seconds, Stamp stamp, String why) {}

    /// Who answers.
    ///
    /// @param workers requests that are worked on at a time
    /// @param queue requests that may wait for a worker; more are answered 503
    /// @param places of the workers' requests those that get on at a time: connections of a pool
    ///   that each page keeps to its end, threads, cores
    /// @param patience seconds that one may wait for a place before it is answered 500; 0: for ever
    /// @param usual how many places are taken when all is well
    /// @param crowded how many times as long the application's own work takes when all places are
    /// @param held the share of the application's own work that is done while it keeps its place
    /// @param worksOn 1: a request whose caller has gone is worked on; 0: it is dropped when its
    ///   turn comes
    public record Application(
            Figure workers,
            Figure queue,
            Figure places,
            Figure patience,
            Figure usual,
            Figure crowded,
            Figure held,
            Figure worksOn) {}

    /// What the application calls.
    ///
    /// @param takes what one call takes there when all is well
    /// @param crowded how many times as long it takes when all places are taken
    /// @param connecting how the application gets connections
    /// @param retries how often the application itself asks again after a failure
    /// @param timeOut seconds that the application waits for an answer; 0: for ever
    /// @param others what one call takes at its second instance, at the third and so on
    /// @param asked what it is asked for
    public record Callee(
            String name,
            Time takes,
            Figure crowded,
            Connecting connecting,
            Figure retries,
            Figure timeOut,
            List<Time> others,
            Asked asked) {
        public Callee {
            others = List.copyOf(others);
        }

        /// One instance, and nothing is known of what it is asked for.
        public Callee(
                String name,
                Time takes,
                Figure crowded,
                Connecting connecting,
                Figure retries,
                Figure timeOut) {
            this(name, takes, crowded, connecting, retries, timeOut, List.of(), Asked.UNKNOWN);
        }
    }

    /// What a callee is asked for, as far as policies care.
    ///
    /// @param repeatable the share of calls that may be made twice
    /// @param keys what these ask for, the most popular first; empty: nobody knows
    /// @param bytes of an answer
    public record Asked(Figure repeatable, Optional<Zipf> keys, int bytes) {

        /// All of it may be asked twice, and nothing more is known.
        public static final Asked UNKNOWN =
                new Asked(
                        new Figure(1, Stamp.PRIOR, "all of it, as if it were reads"),
                        Optional.empty(),
                        0);
    }

    /// How the application gets connections.
    public enum Connecting {
        BY_ITSELF,
        BY_A_POOL
    }

    /// What the application keeps.
    ///
    /// @param lives seconds for which something is kept
    /// @param miss further calls of each callee for a page that is not kept; empty: nothing is kept
    public record Cache(Figure lives, Map<String, Figure> miss) {
        public Cache {
            miss = new TreeMap<>(miss);
        }
    }

    /// What is answered to requests of one kind.
    ///
    /// @param path one that ends in `/` also stands for what is below it
    /// @param status of a good answer
    /// @param bytes of its body
    /// @param session whether it gives the caller a cookie
    /// @param kept whether it looks into the cache first
    /// @param takes what the application itself takes for it
    /// @param calls how often each callee is asked for it, on average
    public record Page(
            String method,
            String path,
            int status,
            int bytes,
            boolean session,
            boolean kept,
            Time takes,
            Map<String, Figure> calls) {
        public Page {
            calls = new TreeMap<>(calls);
        }

        /// As in `GET /products/`.
        public String name() {
            return method + " " + path;
        }
    }

    public SystemModel {
        callees = List.copyOf(callees);
        pages = List.copyOf(pages);
        Set<String> known = new HashSet<>();
        for (Callee callee : callees) {
            if (!known.add(callee.name) || callee.name.equals(edge)) {
                throw new IllegalArgumentException("there are two " + callee.name);
            }
        }
        check(cache.miss.keySet(), known, "the cache");
        for (Page page : pages) {
            check(page.calls.keySet(), known, page.name());
        }
    }

    private static void check(Set<String> names, Set<String> known, String who) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        who + " calls " + name + ", and there is no such dependency");
            }
        }
    }
}
