package dev.unruly.convert;

import dev.unruly.model.Call;
import java.util.List;

/// The requests that another tool's file makes, in its order, and what could not be taken over.
///
/// @param requests those that can be played
/// @param origin where all of them go, such as `https://shop.example`; empty: there are none
/// @param said what was left out or changed, and where it stood; no secret is in it
public record Asked(List<Request> requests, String origin, List<String> said) {

    /// A request, by a name that no other one has.
    public record Request(String name, Call call) {}

    public Asked {
        requests = List.copyOf(requests);
        said = List.copyOf(said);
    }
}
