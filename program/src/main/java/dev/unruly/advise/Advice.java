package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Settings for a whole system: for each place and kind a value, or why there is none.
///
/// @param items in the order of their places
/// @param contradictions among what was derived; empty: none
public record Advice(List<Item> items, List<String> contradictions) {

    /// One setting.
    ///
    /// @param setting the value with the sentence why, or why there is none
    /// @param stamp where it is from: as good as the weakest figure it follows from
    public record Item(Place place, Setting.Kind kind, Derived<Setting> setting, Stamp stamp) {}

    public Advice {
        items = List.copyOf(items);
        contradictions = List.copyOf(contradictions);
    }

    /// What can be said about some places.
    ///
    /// @param random for intervals; the same gives the same advice
    public static Advice of(List<Subject> subjects, Rules rules, RandomGenerator random) {
        var items = new ArrayList<Item>();
        for (Subject subject : subjects) {
            items.addAll(about(subject, rules, random));
        }
        List<Known> known = subjects.stream().map(Subject::known).toList();
        return new Advice(items, Contradictions.of(protections(items), known));
    }

    /// The policies to put in force, one protection for each dependency and route. What was derived
    /// for one instance is for people to read.
    public List<Protection> protections() {
        return protections(items);
    }

    private static List<Protection> protections(List<Item> items) {
        Map<Place, List<Policy>> places = new LinkedHashMap<>();
        for (Item item : items) {
            if (item.place().instance().isEmpty()) {
                List<Policy> policies =
                        places.computeIfAbsent(item.place(), _ -> new ArrayList<>());
                switch (item.setting()) {
                    case Derived.Found<Setting>(Setting setting, String _) ->
                            policies.addAll(setting.policies());
                    case Derived.Refused<Setting> _ -> {}
                }
            }
        }
        var protections = new ArrayList<Protection>();
        places.forEach((place, policies) -> {
            if (!policies.isEmpty()) {
                protections.add(new Protection(place.dependency(), place.route(), policies));
            }
        });
        return protections;
    }

    private static List<Item> about(Subject subject, Rules rules, RandomGenerator random) {
        Known known = subject.known();
        var items = new ArrayList<Item>();
        Derived<TimeoutSetting> timeout = rules.timeout().of(known);
        add(items, known, Setting.Kind.TIMEOUT, timeout, known.stamp());
        Derived<RetrySetting> retry =
                switch (timeout) {
                    case Derived.Found<TimeoutSetting>(TimeoutSetting found, String _) ->
                            rules.retry().of(known, found.policy().nanos());
                    case Derived.Refused<TimeoutSetting> _ -> rules.retry().of(known, 0);
                };
        add(items, known, Setting.Kind.RETRY, retry, known.stamp().and(Stamp.PRIOR));
        Stamp capacity =
                switch (subject.capacity()) {
                    case Derived.Found<Capacity>(Capacity found, String _) -> found.stamp();
                    case Derived.Refused<Capacity> _ -> known.stamp();
                };
        add(
                items,
                known,
                Setting.Kind.BUDGET,
                rules.work().of(organic(known.traffic()), subject.capacity(), subject.work()),
                known.stamp().and(capacity));
        Derived<BreakerSetting> breaker = rules.breaker().of(known, subject.recoveryNanos());
        Stamp open =
                switch (breaker) {
                    case Derived.Found<BreakerSetting>(BreakerSetting found, String _) ->
                            found.openFrom();
                    case Derived.Refused<BreakerSetting> _ -> known.stamp();
                };
        add(items, known, Setting.Kind.BREAKER, breaker, known.stamp().and(open));
        add(
                items,
                known,
                Setting.Kind.BULKHEAD,
                rules.bulkhead().of(known, subject.calleeMost()),
                known.stamp());
        add(items, known, Setting.Kind.HEDGE, hedge(subject, rules, random), known.stamp());
        if (!subject.points().isEmpty()) {
            add(
                    items,
                    known,
                    Setting.Kind.CONCURRENCY,
                    rules.concurrency().of(subject.points(), random),
                    known.stamp());
        }
        for (CacheUse use : subject.caches()) {
            Stamp stamp = known.stamp().and(use.sparePerSecond() > 0 ? known.stamp() : Stamp.PRIOR);
            add(items, known, Setting.Kind.CACHE, rules.cache().of(use), stamp);
        }
        return items;
    }

    private static Derived<HedgeSetting> hedge(
            Subject subject, Rules rules, RandomGenerator random) {
        return subject.instances() < 2
                ? new Derived.Refused<>(
                        "a hedge goes to another instance, and "
                                + subject.instances()
                                + " of the 2 that it needs is known")
                : rules.hedge()
                        .of(subject.known(), random)
                        .map(hedge -> hedge.among(subject.instances()));
    }

    /// First tries per second at the peak.
    private static double organic(Traffic traffic) {
        double first =
                traffic.requests() == 0 ? 1 : 1 - (double) traffic.retries() / traffic.requests();
        return traffic.peakPerSecond() * first;
    }

    private static void add(
            List<Item> items,
            Known known,
            Setting.Kind kind,
            Derived<? extends Setting> derived,
            Stamp stamp) {
        items.add(new Item(known.place(), kind, derived.map(s -> s), stamp));
    }
}
