package dev.unruly.report;

import java.util.ArrayDeque;
import java.util.Deque;

/// A piece of HTML that grows. Whatever is written as text or attribute is escaped; there is no
/// other way in, save for [#trusted], which takes our own resources and what this class made.
final class Html {

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Opens an element.
    ///
    /// @param attributes names and values in turn; an empty value of `class` or `id` is left out
    Html open(String tag, String... attributes) {
        tag(tag, attributes);
        open.push(tag);
        return this;
    }

    /// Writes an element that has no content and no end.
    Html lone(String tag, String... attributes) {
        tag(tag, attributes);
        return this;
    }

    /// Closes the element that was opened last.
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /// Closes the element that was opened last, and begins a new line.
    Html closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /// Writes text.
    Html text(String text) {
        escape(text);
        return this;
    }

    /// Writes an element that holds text alone.
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /// Writes HTML that is known to be right.
    Html trusted(String html) {
        out.append(html);
        return this;
    }

    /// Writes another piece.
    Html add(Html other) {
        out.append(other);
        return this;
    }

    private void tag(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            boolean naming = attributes[i].equals("class") || attributes[i].equals("id");
            if (!naming || !attributes[i + 1].isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
        out.append('>');
    }

    private void escape(String text) {
        Plain.of(text)
                .codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '&' -> out.append("&amp;");
                        case '"' -> out.append("&quot;");
                        case '\'' -> out.append("&#39;");
                        default -> out.appendCodePoint(c);
                    }
                });
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
