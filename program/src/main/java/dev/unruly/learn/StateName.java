package dev.unruly.learn;

import java.util.List;

/// A state by its number's place in a list: what people see or call, and how it is asked for.
///
/// @param name a word, unique among states, such as `products-sku`
/// @param method of the request
/// @param pattern its path; what differs from request to request is a place in braces, as in
///   `/products/{sku}`
/// @param visits how often it was seen
/// @param subresources paths of what is fetched with it, as many as a visit brings on average
/// @param brings what a visit brings, in words; empty: nothing is known
public record StateName(
        String name,
        String method,
        String pattern,
        long visits,
        List<String> subresources,
        String brings) {

    public StateName {
        subresources = List.copyOf(subresources);
    }

    /// A state of whose sub-resources no more is known.
    public StateName(
            String name, String method, String pattern, long visits, List<String> subresources) {
        this(name, method, pattern, visits, subresources, "");
    }

    /// The same with what is fetched with it.
    public StateName with(List<String> paths) {
        return new StateName(name, method, pattern, visits, paths, brings);
    }

    /// Whether it is what a request asks for.
    public boolean takes(String asked, String path) {
        return PathPattern.of(method + " " + pattern).matches(PathPattern.of(asked + " " + path));
    }
}
