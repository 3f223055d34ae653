package dev.unruly.convert;

import java.util.List;

/// Protections in the words of another product.
///
/// @param text the file's content
/// @param losses what it does not say, in the order of the protections
public record Exported(String text, List<Loss> losses) {

    public Exported {
        losses = List.copyOf(losses);
    }
}
