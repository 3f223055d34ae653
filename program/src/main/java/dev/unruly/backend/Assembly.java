package dev.unruly.backend;

import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page.Answer;
import dev.unruly.backend.Station.WhenGone;
import dev.unruly.chance.Distribution;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes a blueprint of a [SystemModel]: workers behind a queue; within, the places in which a page
/// that calls others keeps to its end; its calls one after the other, in the order of the model's
/// dependencies, and last the application's own work.
public final class Assembly {

    private static final String WORKERS = "workers";
    private static final String PLACES = "places";
    private static final String CACHE = "cache";
    private static final String COOKIE = "session";
    private static final double NANOS = 1e9;

    private final SystemModel system;

    private Assembly(SystemModel system) {
        this.system = system;
    }

    /// The blueprint.
    public static Blueprint of(SystemModel system) {
        return new Assembly(system).blueprint();
    }

    private Blueprint blueprint() {
        SystemModel.Application application = system.application();
        WhenGone gone = application.worksOn().value() > 0.5 ? WhenGone.WORK_ON : WhenGone.DROP;
        List<Station> stations =
                List.of(
                        new Station(
                                WORKERS,
                                Math.max(1, whole(application.workers())),
                                whole(application.queue()),
                                gone),
                        new Station(
                                PLACES,
                                Math.max(1, whole(application.places())),
                                Station.ENDLESS,
                                gone));
        var links = new ArrayList<Link>();
        if (!system.edge().isEmpty()) {
            links.add(new Link(system.edge(), Connecting.OF_CALLERS));
        }
        for (Callee callee : system.callees()) {
            links.add(link(callee));
        }
        double lives = Math.max(1e-9, system.cache().lives().value());
        var store = new Store(CACHE, new Store.Keys.Target(), Math.round(lives * NANOS), true);
        return new Blueprint(
                stations, links, List.of(store), system.pages().stream().map(this::page).toList());
    }

    private static Link link(Callee callee) {
        SystemModel.Asked asked = callee.asked();
        return new Link(
                callee.name(),
                switch (callee.connecting()) {
                    case BY_ITSELF -> Connecting.BY_ITSELF;
                    case BY_A_POOL -> Connecting.BY_A_POOL;
                },
                List.of(),
                new Link.Far(
                        1 + callee.others().size(),
                        asked.repeatable().value(),
                        asked.keys(),
                        asked.bytes()));
    }

    private static int whole(Figure figure) {
        return figure.value() >= Station.ENDLESS
                ? Station.ENDLESS
                : (int) Math.round(figure.value());
    }

    private Page page(SystemModel.Page page) {
        List<Step> steps = new ArrayList<>();
        for (Callee callee : system.callees()) {
            Figure calls = page.calls().get(callee.name());
            if (calls != null) {
                steps.addAll(calls(callee, calls.value()));
            }
        }
        if (page.kept() && !system.cache().miss().isEmpty()) {
            steps.add(new Step.Look(CACHE, missed()));
        }
        Step all = new Step.In(WORKERS, steps.isEmpty() ? own(page, 1) : placed(page, steps));
        if (!system.edge().isEmpty()) {
            all = new Step.Ask(system.edge(), List.of(all));
        }
        var answer =
                new Answer(page.status(), List.of(), page.bytes(), page.session() ? COOKIE : "");
        return new Page(page.method(), page.path(), answer, List.of(all));
    }

    /// Calls, and the work that is done beside them, in a place; then the rest of the work.
    private List<Step> placed(SystemModel.Page page, List<Step> calls) {
        double held = system.application().held().value();
        var inside = new ArrayList<Step>(calls);
        inside.addAll(own(page, held));
        long most = Math.round(system.application().patience().value() * NANOS);
        var steps = new ArrayList<Step>();
        steps.add(new Step.In(PLACES, most, inside));
        steps.addAll(own(page, 1 - held));
        return steps;
    }

    /// A share of the application's own work for a page.
    private List<Step> own(SystemModel.Page page, double share) {
        return share <= 0
                ? List.of()
                : List.of(
                        work(
                                page.takes().seconds(),
                                share,
                                system.application().crowded().value()));
    }

    private List<Step> missed() {
        var steps = new ArrayList<Step>();
        for (Map.Entry<String, Figure> call : system.cache().miss().entrySet()) {
            Callee callee =
                    system.callees().stream()
                            .filter(c -> c.name().equals(call.getKey()))
                            .findFirst()
                            .orElseThrow();
            steps.addAll(calls(callee, Objects.requireNonNull(call.getValue()).value()));
        }
        return steps;
    }

    /// So many calls on average: the whole ones always, and what is left of one sometimes.
    private List<Step> calls(Callee callee, double number) {
        var tries =
                new Tries(
                        (int) Math.round(callee.retries().value()),
                        0,
                        Math.round(callee.timeOut().value() * NANOS));
        Step one =
                new Step.Ask(
                        callee.name(),
                        tries,
                        List.of(work(callee.takes().seconds(), 1, callee.crowded().value())),
                        callee.others().stream()
                                .map(o -> List.of(work(o.seconds(), 1, callee.crowded().value())))
                                .toList());
        int always = (int) Math.floor(number);
        double rest = number - always;
        var steps = new ArrayList<Step>();
        if (always > 0) {
            steps.add(always == 1 ? one : new Step.Times(always, List.of(one)));
        }
        if (rest > 1e-6) {
            steps.add(new Step.Sometimes(rest, List.of(one)));
        }
        return steps;
    }

    private Step work(Distribution seconds, double share, double crowded) {
        double usual = system.application().usual().value();
        return crowded == 1 && share == 1
                ? new Step.Work(seconds)
                : new Step.Crowded(PLACES, usual, share, share * crowded, seconds);
    }
}
