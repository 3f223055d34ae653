package dev.unruly.learn;

import java.util.List;

/// A state by its number's place in a list: what people see or call, and how it is asked for.
///
/// @param name a word, unique among states, such as `products-sku`
/// @param method of the request
/// @param pattern its path; what differs from request to request is a place in braces, as in
///   `/products/{sku}`
/// @param visits how often it was seen
/// @param subresources paths of what is fetched with it
public record StateName(
        String name, String method, String pattern, long visits, List<String> subresources) {

    public StateName {
        subresources = List.copyOf(subresources);
    }

    /// The same with what is fetched with it.
    public StateName with(List<String> paths) {
        return new StateName(name, method, pattern, visits, paths);
    }

    /// Whether it is what a request asks for.
    public boolean takes(String asked, String path) {
        return PathPattern.of(method + " " + pattern).matches(PathPattern.of(asked + " " + path));
    }
}
