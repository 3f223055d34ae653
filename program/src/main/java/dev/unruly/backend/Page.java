package dev.unruly.backend;

import dev.unruly.world.Block;
import java.util.List;

/// What is done for requests of one kind, and what they are answered if all goes well.
///
/// @param method an HTTP method; empty: any
/// @param path the target's path; one that ends in `/` also stands for what is below it
/// @param answer if nothing fails
/// @param steps what is done first
public record Page(String method, String path, Answer answer, List<Step> steps) {

    /// An answer.
    ///
    /// @param fields of its head; those of one that gives a cookie are left out
    /// @param bodyBytes the size of its body
    /// @param cookie one that is given, each time with another value; empty: none
    public record Answer(int status, List<Block.Field> fields, int bodyBytes, String cookie) {

        /// 200, and nothing more.
        public static final Answer OK = new Answer(200, List.of(), 0);

        public Answer {
            fields = List.copyOf(fields);
            if (bodyBytes < 0) {
                throw new IllegalArgumentException("a body has a size, got " + bodyBytes);
            }
        }

        /// One that gives no cookie of its own.
        public Answer(int status, List<Block.Field> fields, int bodyBytes) {
            this(status, fields, bodyBytes, "");
        }
    }

    public Page {
        steps = List.copyOf(steps);
    }

    /// A page that stands for everything.
    public static Page all(List<Step> steps) {
        return new Page("", "/", Answer.OK, steps);
    }

    boolean answers(String asked, String target) {
        int end = target.indexOf('?');
        String at = end < 0 ? target : target.substring(0, end);
        return (method.isEmpty() || method.equals(asked))
                && (at.equals(path) || (path.endsWith("/") && isBelow(at)));
    }

    /// The first page has nothing below it, unless it stands for everything.
    private boolean isBelow(String at) {
        return path.length() > 1 ? at.startsWith(path) : method.isEmpty();
    }
}
