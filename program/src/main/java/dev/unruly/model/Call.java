package dev.unruly.model;

import java.util.List;

/// A request to be made: method, target, fields, body, and what is done with the answer.
///
/// @param method an HTTP method, in capitals
/// @param target path and query, filled in per use and percent-encoded where a place is filled
/// @param fields further header fields
/// @param body what is sent
/// @param checks what must hold of the answer; without a status check, 2xx and 3xx are right
/// @param captures what is remembered of the answer
public record Call(
        String method,
        Template target,
        List<HeaderField> fields,
        Body body,
        List<Check> checks,
        List<Capture> captures) {

    /// A header field to send.
    public record HeaderField(String name, Template value) {}

    /// What a request carries.
    public sealed interface Body {

        /// Nothing.
        record None() implements Body {}

        /// `application/x-www-form-urlencoded` pairs.
        record Form(List<HeaderField> pairs) implements Body {
            public Form {
                pairs = List.copyOf(pairs);
            }
        }

        /// JSON: places inside strings are escaped, places that stand alone are written as they
        /// are.
        record Json(Template text) implements Body {}

        /// Any text.
        record Text(String type, Template text) implements Body {}
    }

    /// What must hold of an answer.
    public sealed interface Check {

        /// The status is one of these.
        record Status(List<Integer> anyOf) implements Check {
            public Status {
                anyOf = List.copyOf(anyOf);
            }
        }

        /// The body holds a match of a regular expression.
        record Matches(String pattern) implements Check {}

        /// The body holds this text.
        record Contains(String text) implements Check {}

        /// The JSON body has a value at a path, equal to this text (empty: any value).
        record Json(String path, String equal) implements Check {}

        /// The answer has a header field whose value holds this text (empty: any value).
        record Header(String name, String contains) implements Check {}
    }

    /// What is remembered of an answer, in a variable of the user.
    public sealed interface Capture {

        /// The variable's name.
        String variable();

        /// A value at a JSON path.
        record Json(String variable, String path) implements Capture {}

        /// A group of a regular expression's first match (group 0: all of it).
        record Regex(String variable, String pattern, int group) implements Capture {}

        /// A header field's value.
        record Header(String variable, String name) implements Capture {}

        /// The text, or an attribute, of the first element that a CSS selector finds (empty
        /// attribute: the text).
        record Css(String variable, String selector, String attribute) implements Capture {}

        /// A cookie's value.
        record Cookie(String variable, String name) implements Capture {}
    }

    public Call {
        fields = List.copyOf(fields);
        checks = List.copyOf(checks);
        captures = List.copyOf(captures);
        if (method.isEmpty()) {
            throw new IllegalArgumentException("a call needs a method");
        }
    }

    /// A plain GET.
    public static Call get(Template target) {
        return new Call("GET", target, List.of(), new Body.None(), List.of(), List.of());
    }
}
