package dev.unruly.gateway;

import dev.unruly.gateway.Request.Kind;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Lane;
import dev.unruly.world.Peer;
import dev.unruly.world.Ticket;
import dev.unruly.world.Visit;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An HTTP connection of the application and its twin to the dependency: opened together, closed
/// together, so that a connection pool meets what it would meet without the gateway. Where requests
/// choose their instance by themselves, a [Spare] stands for the application.
final class HttpLink implements Link, Guest {

    /// The connection to the dependency.
    private enum Twin {
        /// It was never asked for, or could not be had: the next request asks again.
        NONE,
        OPENING,
        OPEN,
        /// It was open and is gone: so the application's must go too.
        GONE
    }

    private static final int MOST_PORT_DIGITS = 5;

    private static final Way.Source SILENT =
            new Way.Source() {
                @Override
                public void pause() {}

                @Override
                public void resume() {}
            };

    private final Listener home;
    private final long number;
    private final Valves upValves = new Valves();
    private final Valves downValves = new Valves();

    /// What belongs to no request belongs to this one.
    private final Request nobodys;

    private final Way upFarewell;
    private final Way downFarewell;
    private final ArrayDeque<HttpExchange> exchanges = new ArrayDeque<>(2);
    private @Nullable Visit visit;
    private @Nullable Connection connection;
    private Peer peer;
    private Twin twin = Twin.NONE;
    private boolean guestGone;

    /// A request or an answer was lost on it, or it never got a connection to the dependency.
    private boolean lossy;

    /// It was reset.
    private boolean over;

    private int requests;

    HttpLink(Listener home, long number, Peer peer) {
        this.home = home;
        this.number = number;
        this.peer = peer;
        this.nobodys = new Request(Kind.SET_UP, number, -1, 0, 0);
        this.upFarewell = new Way(home.loop(), upValves, SILENT, new Always());
        this.downFarewell = new Way(home.loop(), downValves, SILENT, new Always());
    }

    Listener home() {
        return home;
    }

    Valves upValves() {
        return upValves;
    }

    Valves downValves() {
        return downValves;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String notUnderstood() {
        return "";
    }

    @Override
    public void entered(Visit hold, long nowNanos) {
        visit = hold;
        home.joined(this, nowNanos);
        lossy |= upValves.swallow();
    }

    /// Opens the connection to the dependency before anything is asked.
    void dialAhead() {
        if (!lossy && !over) {
            dial();
        }
    }

    @Override
    public ExchangeListener asked(
            Asked asked, CharSequence method, CharSequence target, Fields fields, long nowNanos) {
        var request = new Request(Kind.COUNTED, number, requests++, 0, nowNanos);
        return asked(asked, method, target, fields, request, nowNanos);
    }

    /// Passes on a try of a request.
    ///
    /// @param sinceNanos when the application asked for it
    ExchangeListener tried(Asked asked, Wanted wanted, long sinceNanos, long nowNanos) {
        var request = new Request(Kind.COUNTED, number, requests++, 0, nowNanos);
        if (sinceNanos < nowNanos) {
            request.awaited(sinceNanos);
        }
        return asked(asked, wanted.method(), wanted.target(), wanted.fields(), request, nowNanos);
    }

    private ExchangeListener asked(
            Asked asked,
            CharSequence method,
            CharSequence target,
            Fields fields,
            Request request,
            long nowNanos) {
        RelayedHead head =
                RelayedHead.request(method, target, asked.route(), fields, hostOf(fields));
        boolean isHead = RelayedHead.same(method, "HEAD");
        request.countBegun(home.tally(), home.routes().of(method, target));
        var exchange = new HttpExchange(this, asked, isHead, request);
        home.tally().up(head.size());
        int error = home.errorFor(number, request.number());
        exchanges.addLast(exchange);
        if (lossy || upValves.swallow()) {
            lossy = true;
        } else if (error != 0) {
            exchange.answerHere(error, "made up by a fault", nowNanos);
        } else if (twin == Twin.GONE) {
            exchange.cannotAsk();
            abortVisit();
        } else {
            if (twin == Twin.NONE) {
                dial();
            }
            exchange.ask(head, head.bodyBytes(0), nowNanos);
        }
        return exchange.application();
    }

    /// The authority to ask for: the dependency's own where the application named this listener
    /// because it was pointed here, else as it came (empty).
    private CharSequence hostOf(Fields fields) {
        int at = fields.find("Host", 0);
        if (at < 0) {
            return "";
        }
        return portOf(fields.value(at)) == home.address().port() ? peer.authority() : "";
    }

    /// The number behind an authority's last colon, written as one is; -1: there is none.
    private static int portOf(CharSequence host) {
        int end = host.length();
        int from = end;
        while (from > 0 && host.charAt(from - 1) >= '0' && host.charAt(from - 1) <= '9') {
            from--;
        }
        boolean port =
                from > 0
                        && host.charAt(from - 1) == ':'
                        && end > from
                        && end - from <= MOST_PORT_DIGITS
                        && host.charAt(from) != '0';
        return port ? Integer.parseInt(host, from, end, 10) : -1;
    }

    private void dial() {
        twin = Twin.OPENING;
        connection = home.loop().connect(peer, Lane.direct(), Ticket.NOBODY, new Heard());
    }

    /// The connection to the dependency, if an exchange may be started on it now and this one is
    /// the first that waits for that.
    @Nullable Connection roomFor(HttpExchange exchange) {
        Connection open = connection;
        if (twin != Twin.OPEN || open == null || open.room() == 0) {
            return null;
        }
        for (HttpExchange other : exchanges) {
            if (other == exchange) {
                return open;
            }
            if (other.waitsForRoom()) {
                return null;
            }
        }
        return null;
    }

    boolean swallowsDown() {
        lossy |= downValves.swallow();
        return lossy;
    }

    boolean swallowsUp() {
        lossy |= upValves.swallow();
        return lossy;
    }

    /// Both sides of an exchange are over.
    void over(HttpExchange exchange, long nowNanos) {
        exchanges.remove(exchange);
        partIfDone(nowNanos);
        if (visit instanceof Spare spare) {
            spare.freed(nowNanos);
        }
    }

    /// Whether it is at rest with an open connection, so that another request may use it.
    boolean usable() {
        return twin == Twin.OPEN && exchanges.isEmpty() && !lossy && !over && !guestGone;
    }

    /// Whether there is no connection to the dependency, and nothing under way.
    boolean bare() {
        return twin == Twin.NONE && exchanges.isEmpty();
    }

    private void flow(long nowNanos) {
        if (exchanges.size() == 1) {
            exchanges.getFirst().flow(nowNanos);
        } else {
            for (HttpExchange exchange : List.copyOf(exchanges)) {
                exchange.flow(nowNanos);
            }
        }
        upFarewell.flow(nowNanos);
        downFarewell.flow(nowNanos);
    }

    /// One side has gone: lets the other go as well, when nothing is under way any more. Requests
    /// that never got through are lost then, as they would be without the gateway.
    private void partIfDone(long nowNanos) {
        if (lossy) {
            return;
        }
        if (guestGone && exchanges.isEmpty() && (twin == Twin.OPEN || twin == Twin.OPENING)) {
            upFarewell.act(_ -> closeConnection(), 0, nobodys, nowNanos);
        }
        if (twin == Twin.GONE
                && !guestGone
                && exchanges.stream().allMatch(HttpExchange::waitsForRoom)) {
            downFarewell.act(_ -> closeVisit(), 0, nobodys, nowNanos);
        }
    }

    private void closeConnection() {
        if (connection != null) {
            connection.close();
        }
    }

    private void closeVisit() {
        if (visit != null && !guestGone) {
            visit.close();
        }
    }

    /// Ends the application's connection with a reset.
    void abortVisit() {
        if (visit != null && !guestGone) {
            visit.abort();
        }
    }

    @Override
    public void hurt(int fault, Hurt hurt, long nowNanos) {
        upValves.add(fault, hurt.valve(number, Direction.UP));
        downValves.add(fault, hurt.valve(number, Direction.DOWN));
        flow(nowNanos);
    }

    @Override
    public void heal(int fault, long nowNanos) {
        upValves.remove(fault);
        downValves.remove(fault);
        if (lossy && !upValves.swallow() && !downValves.swallow()) {
            reset();
        } else {
            flow(nowNanos);
        }
    }

    @Override
    public void reset() {
        over = true;
        for (HttpExchange exchange : exchanges) {
            exchange.drop();
        }
        upFarewell.drop();
        downFarewell.drop();
        abortVisit();
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        guestGone = true;
        partIfDone(nowNanos);
        closeIfGone();
    }

    private void closeIfGone() {
        if (guestGone && (twin == Twin.NONE || twin == Twin.GONE)) {
            home.closed(this);
        }
    }

    private void twinEnded(Ending ending, long nowNanos) {
        connection = null;
        if (twin == Twin.OPENING) {
            twin = Twin.NONE;
            if (ending != Ending.CANCELLED) {
                home.tally().refused();
                peer = home.nextUpstream();
                if (visit instanceof Spare spare) {
                    spare.unreached();
                }
                for (HttpExchange exchange : List.copyOf(exchanges)) {
                    exchange.couldNotAsk(ending, nowNanos);
                }
            }
        } else {
            twin = Twin.GONE;
            if (ending == Ending.RESET && exchanges.isEmpty() && !lossy) {
                downFarewell.act(_ -> abortVisit(), 0, nobodys, nowNanos);
            } else {
                partIfDone(nowNanos);
            }
        }
        closeIfGone();
    }

    /// Hears what happens to the connection to the dependency.
    private final class Heard implements ConnectionListener {

        @Override
        public void opened(long nowNanos) {
            twin = Twin.OPEN;
            flow(nowNanos);
        }

        @Override
        public void free(long nowNanos) {
            flow(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            twinEnded(ending, nowNanos);
        }
    }

    /// An outlet for acts alone, which nothing holds back but faults.
    private static final class Always implements Way.Outlet {

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void write(Bytes bytes, long nowNanos) {
            bytes.drop();
        }
    }
}
