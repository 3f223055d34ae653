package dev.unruly.run;

import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Roster;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Trigger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The levers of a run against real systems: a gateway, HTTP calls, and the users' stage. What
/// others tell is put into an inbox, so that everything happens on the thread that plays.
public final class RealLevers implements Levers, GatewayListener {

    private final Roster roster;
    private final Stage stage;
    private final WebCalls calls;
    private final BlockingQueue<Runnable> inbox;
    private final LongSupplier clock;
    private final Map<Integer, Began> begun = new HashMap<>();
    private final Map<Integer, Ended> ending = new HashMap<>();

    /// Faults whose time was over before they were asked to end.
    private final Map<Integer, Long> over = new HashMap<>();

    private Heard heard = new Heard.Nobody();
    private @Nullable GatewayLink link;

    /// Who hears of what comes unasked.
    public interface Heard {

        /// A second is over at a listener.
        void second(DependencySecond second);

        /// What policies did in a second at a listener.
        void guarded(GuardSecond second);

        /// What a listener saw of a route in a second.
        default void routed(RouteSecond second) {}

        /// Some seconds could not be told.
        void missed(long seconds);

        /// The gateway is gone, or has given this run up.
        void lost(String why);

        /// Nobody yet.
        record Nobody() implements Heard {
            @Override
            public void second(DependencySecond second) {}

            @Override
            public void guarded(GuardSecond second) {}

            @Override
            public void missed(long seconds) {}

            @Override
            public void lost(String why) {}
        }
    }

    /// @param inbox run by the playing thread
    /// @param clock the run's time
    public RealLevers(
            Roster roster,
            Stage stage,
            WebCalls calls,
            BlockingQueue<Runnable> inbox,
            LongSupplier clock) {
        this.roster = roster;
        this.stage = stage;
        this.calls = calls;
        this.inbox = inbox;
        this.clock = clock;
    }

    /// Uses a gateway, if there is one.
    public void use(GatewayLink newLink) {
        link = newLink;
    }

    /// Tells from now on what comes unasked.
    public void tell(Heard newHeard) {
        heard = newHeard;
    }

    @Override
    public void beginFault(int trigger, Trigger.OnDependency fault, Began began) {
        if (link == null) {
            inbox.add(() -> began.refused("there is no gateway", clock.getAsLong()));
            return;
        }
        begun.put(trigger, began);
        link.begin(trigger, fault.dependency(), fault.fault(), fault.forNanos());
    }

    @Override
    public void endFault(int trigger, Trigger.OnDependency fault, Ended ended) {
        Long already = over.remove(trigger);
        if (already != null) {
            inbox.add(() -> ended.over(already));
            return;
        }
        if (link == null || !begun.containsKey(trigger)) {
            inbox.add(() -> ended.over(clock.getAsLong()));
            return;
        }
        ending.put(trigger, ended);
        link.end(trigger);
    }

    @Override
    public void purge(int trigger, Trigger.Purge purge, Began done) {
        var _ =
                calls.make(purge.call())
                        .whenComplete((text, problem) ->
                                inbox.add(() -> {
                                    long now = clock.getAsLong();
                                    if (problem == null) {
                                        done.inForce(text, now);
                                    } else {
                                        done.refused(reason(problem), now);
                                    }
                                }));
    }

    @Override
    public void forget(Trigger.Forget forget, Began done) {
        if (link == null) {
            inbox.add(() -> done.refused("there is no gateway", clock.getAsLong()));
            return;
        }
        link.purge(forget.dependency());
        inbox.add(() ->
                done.inForce(
                        "what is kept of " + forget.dependency() + " is thrown away",
                        clock.getAsLong()));
    }

    private static String reason(Throwable problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void route(String region, long addNanos) {
        stage.route(roster.regions().indexOf(region), addNanos);
    }

    @Override
    public void hold() {
        stage.hold();
    }

    @Override
    public void restore(long atNanos) {
        stage.restore(atNanos);
    }

    @Override
    public void began(int fault, String detail, long atNanos) {
        inbox.add(() -> {
            Began began = begun.get(fault);
            if (began != null) {
                began.inForce(detail, atNanos);
            }
        });
    }

    @Override
    public void refused(int fault, String why) {
        inbox.add(() -> {
            Began began = begun.remove(fault);
            if (began != null) {
                began.refused(why, clock.getAsLong());
            }
        });
    }

    @Override
    public void ended(int fault, String detail, long atNanos) {
        inbox.add(() -> {
            begun.remove(fault);
            Ended ended = ending.remove(fault);
            if (ended != null) {
                ended.over(atNanos);
            } else {
                over.put(fault, atNanos);
            }
        });
    }

    @Override
    public void second(DependencySecond second) {
        inbox.add(() -> heard.second(second));
    }

    @Override
    public void guarded(GuardSecond second) {
        inbox.add(() -> heard.guarded(second));
    }

    @Override
    public void routed(RouteSecond second) {
        inbox.add(() -> heard.routed(second));
    }

    @Override
    public void missed(long seconds) {
        inbox.add(() -> heard.missed(seconds));
    }

    @Override
    public void lost(String why) {
        inbox.add(() -> {
            // With it went all its faults.
            link = null;
            heard.lost(why);
        });
    }
}
