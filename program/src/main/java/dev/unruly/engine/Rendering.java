package dev.unruly.engine;

import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The head of the request that is being sent. One per loop: a head is rendered before the call
/// that starts the exchange returns.
final class Rendering implements Head {

    private final Crowd crowd;
    private final Optional<Addresses> addresses;
    private final Ink target = new Ink();
    private final Ink value = new Ink();
    private @Nullable Request request;

    Rendering(Crowd crowd) {
        this.crowd = crowd;
        this.addresses = crowd.plan().addresses();
    }

    /// The head of this request, until the next is asked for.
    Rendering of(Request next) {
        request = next;
        return this;
    }

    /// Where targets are written.
    Ink ink() {
        return target;
    }

    @Override
    public int route() {
        return request().ask().route();
    }

    @Override
    public void render(Sink sink) {
        Request current = request();
        Ask ask = current.ask();
        User user = current.user();
        long number = user.number();
        int intent = current.intent();
        Belongings belongings = user.belongings();
        CharSequence asked = ask.target(number, intent, belongings, target);
        sink.request(ask.method(), asked);
        sink.fields(ask.fixed());
        if (addresses.isPresent()) {
            value.clear();
            addresses.get().write(value, crowd.draws(), number);
            sink.field(addresses.get().header(), value);
        }
        if (belongings.used() > 0) {
            value.clear();
            if (Cookies.send(belongings, value, asked, crowd.loop().nanos())) {
                sink.field("Cookie", value);
            }
        }
        List<Ask.Filled> filled = ask.filled();
        for (int i = 0; i < filled.size(); i++) {
            value.clear();
            filled.get(i).value().write(value, number, intent, belongings);
            sink.field(filled.get(i).name(), value);
        }
    }

    private Request request() {
        Request current = request;
        if (current == null) {
            throw new IllegalStateException("nothing is being sent");
        }
        return current;
    }
}
