package dev.unruly.model;

import java.util.List;

/// A text with places to fill in: `/products/${skus.sku}`.
///
/// @param parts in order
public record Template(List<Part> parts) {

    /// A piece of a template.
    public sealed interface Part {}

    /// Text as it stands.
    public record Literal(String text) implements Part {}

    /// A column of a feed: one record is drawn per intent.
    public record FeedColumn(String feed, String column) implements Part {}

    /// A variable of the user: captured, set, or given by the account.
    public record Variable(String name) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /// A template without places.
    public static Template literal(String text) {
        return new Template(List.of(new Literal(text)));
    }

    /// Whether there is nothing to fill in.
    public boolean constant() {
        return parts.stream().allMatch(Literal.class::isInstance);
    }

    /// As it was written.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal literal -> text.append(literal.text());
                case FeedColumn f ->
                        text.append("${")
                                .append(f.feed())
                                .append('.')
                                .append(f.column())
                                .append('}');
                case Variable variable -> text.append("${").append(variable.name()).append('}');
            }
        }
        return text.toString();
    }
}
