package dev.unruly.backend;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Purpose;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes acts of steps.
final class Compiler {

    private final Loop loop;
    private final Map<String, Places> stations;
    private final Map<String, Crossing> links;
    private final Map<String, Shelf> stores;

    Compiler(
            Loop loop,
            Map<String, Places> stations,
            Map<String, Crossing> links,
            Map<String, Shelf> stores) {
        this.loop = loop;
        this.stations = stations;
        this.links = links;
        this.stores = stores;
    }

    Act all(List<Step> steps) {
        List<Act> acts = steps.stream().map(this::one).toList();
        return switch (acts.size()) {
            case 0 -> (job, then) -> then.over(Act.OK);
            case 1 -> acts.getFirst();
            default -> (job, then) -> new Walk(acts, job, then).over(Act.OK);
        };
    }

    private Act one(Step step) {
        return switch (step) {
            case Step.Work work -> new Working(loop, work.seconds());
            case Step.Crowded crowded ->
                    new Crowding(loop, crowded, named(stations, crowded.station()));
            case Step.In in -> {
                Places places = named(stations, in.station());
                Act what = all(in.steps());
                yield (job, then) -> places.in(job, in.mostWaitNanos(), what, then);
            }
            case Step.Ask ask -> {
                Crossing link = named(links, ask.link());
                List<Act> own = ask.at().stream().map(this::all).toList();
                int instances = link.instances();
                List<Act> far =
                        own.size() == instances
                                ? own
                                : Collections.nCopies(instances, own.getFirst());
                yield (job, then) -> link.ask(job, ask.tries(), far, then);
            }
            case Step.Look look -> {
                Shelf shelf = named(stores, look.cache());
                Act origin = all(look.origin());
                yield (job, then) -> shelf.look(job, origin, then);
            }
            case Step.Together together ->
                    together(together.branches().stream().map(this::all).toList());
            case Step.Sometimes sometimes -> {
                Act what = all(sometimes.steps());
                yield (job, then) -> {
                    if (job.uniform(Purpose.SAMPLE) < sometimes.share()) {
                        what.begin(job, then);
                    } else {
                        then.over(Act.OK);
                    }
                };
            }
            case Step.Times times -> {
                Act what = all(times.steps());
                yield (job, then) -> new Rounds(what, times.times(), job, then).over(Act.OK);
            }
        };
    }

    private static <T> T named(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name));
    }

    private static Act together(List<Act> branches) {
        return (job, then) -> {
            var all = new Gathering(branches.size(), then);
            for (Act branch : branches) {
                branch.begin(job, all);
            }
        };
    }

    /// Time that passes.
    private record Working(Loop loop, Distribution seconds) implements Act {
        @Override
        public void begin(Job job, Then then) {
            double takes = seconds.quantile(job.uniform(Purpose.SERVICE_TIME));
            loop.arm(new Wake(then), loop.nanos() + Math.round(takes * 1e9));
        }
    }

    /// Time that passes, by how crowded a station is as it begins.
    private record Crowding(Loop loop, Step.Crowded step, Places places) implements Act {
        @Override
        public void begin(Job job, Then then) {
            double full = Math.max(1, places.places() - step.usual());
            double share = Math.clamp((places.busy() - step.usual()) / full, 0, 1);
            double takes =
                    step.seconds().quantile(job.uniform(Purpose.SERVICE_TIME))
                            * (step.from() + (step.to() - step.from()) * share);
            loop.arm(new Wake(then), loop.nanos() + Math.round(takes * 1e9));
        }
    }

    private static final class Wake extends Alarm {
        private final Act.Then then;

        Wake(Act.Then then) {
            this.then = then;
        }

        @Override
        public int readAhead(int depth) {
            return then.readAhead(depth);
        }

        @Override
        protected void ring(long nowNanos) {
            then.over(Act.OK);
        }
    }

    /// One act after the other.
    private static final class Walk implements Act.Then {
        private final List<Act> acts;
        private final Job job;
        private final Act.Then then;
        private int next;

        Walk(List<Act> acts, Job job, Act.Then then) {
            this.acts = acts;
            this.job = job;
            this.then = then;
        }

        @Override
        public void over(int status) {
            if (status != Act.OK || next == acts.size()) {
                then.over(status);
            } else {
                acts.get(next++).begin(job, this);
            }
        }
    }

    /// The same act several times.
    private static final class Rounds implements Act.Then {
        private final Act what;
        private final Job job;
        private final Act.Then then;
        private int left;

        Rounds(Act what, int times, Job job, Act.Then then) {
            this.what = what;
            this.left = times;
            this.job = job;
            this.then = then;
        }

        @Override
        public void over(int status) {
            if (status != Act.OK || left == 0) {
                then.over(status);
            } else {
                left--;
                what.begin(job, this);
            }
        }
    }

    /// Waits for all; remembers the first failure.
    private static final class Gathering implements Act.Then {
        private final Act.Then then;
        private int left;
        private int worst = Act.OK;

        Gathering(int branches, Act.Then then) {
            this.left = branches;
            this.then = then;
        }

        @Override
        public void over(int status) {
            worst = worst == Act.OK ? status : worst;
            if (--left == 0) {
                then.over(worst);
            }
        }
    }
}
