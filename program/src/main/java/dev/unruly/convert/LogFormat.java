package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A format in the words of nginx (`log_format`) or Apache (`LogFormat`), as what stands between
/// its fields.
///
/// @param before what each line begins with
/// @param parts its fields, each with what is behind it
/// @param escaped whether quotes within quoted texts are escaped, and controls
record LogFormat(byte[] before, List<Part> parts, boolean escaped) {

    /// A field and the text behind it; none behind the last: it goes to the line's end.
    ///
    /// @param list whether it may hold several values with a comma and a space between them
    record Part(Column column, byte[] after, boolean list) {

        /// Whether it stands between quotes, so that it may hold what is behind it, escaped.
        boolean quoted() {
            return after.length > 0 && after[0] == '"';
        }
    }

    private static final Pattern NGINX = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");
    private static final Pattern APACHE =
            Pattern.compile(
                    "%[!\\d,]*[<>]?(?:\\{([^}]*)\\})?([!\\d,]*[<>]?)(\\^[a-zA-Z]{2}|[a-zA-Z%])");

    LogFormat {
        parts = List.copyOf(parts);
    }

    /// Compiles a format, or one that has a name: `common`, `combined`, `vhost_combined`.
    ///
    /// @throws IllegalArgumentException with words for people
    static LogFormat of(String given) {
        String name = given.strip();
        Quoting.Bare bare = Quoting.bare(KnownFormats.byName(name));
        return of(bare.text(), bare.escaped() && !KnownFormats.raw(name));
    }

    /// Compiles a format that has no quotes around it.
    ///
    /// @param escaped whether quotes within quoted texts are escaped, and controls
    static LogFormat of(String text, boolean escaped) {
        List<Piece> pieces =
                text.indexOf('$') >= 0
                        ? nginx(text.replace("$uri$is_args$args", "$request_uri"))
                        : apache(unescaped(text).replace("%U%q", "%{whole}U"));
        return joined(text, pieces, escaped);
    }

    private sealed interface Piece {
        record Text(String text) implements Piece {}

        record Field(String name, Column column) implements Piece {}
    }

    private static String unescaped(String text) {
        return text.replace("\\\"", "\"").replace("\\t", "\t");
    }

    private static List<Piece> nginx(String text) {
        var pieces = new ArrayList<Piece>();
        Matcher variable = NGINX.matcher(text);
        int at = 0;
        while (variable.find()) {
            pieces.add(new Piece.Text(text.substring(at, variable.start())));
            String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
            pieces.add(new Piece.Field(name, NginxWords.column(name)));
            at = variable.end();
        }
        pieces.add(new Piece.Text(text.substring(at)));
        return pieces;
    }

    private static List<Piece> apache(String text) {
        var pieces = new ArrayList<Piece>();
        Matcher directive = APACHE.matcher(text);
        int at = 0;
        while (directive.find()) {
            pieces.add(new Piece.Text(text.substring(at, directive.start())));
            String argument = directive.group(1) == null ? "" : directive.group(1);
            String letter = directive.group(3);
            switch (letter) {
                case "%" -> pieces.add(new Piece.Text("%"));
                case "t" -> {
                    boolean bare = argument.isEmpty();
                    pieces.add(new Piece.Text(bare ? "[" : ""));
                    pieces.add(new Piece.Field("%t", ApacheWords.time(argument)));
                    pieces.add(new Piece.Text(bare ? "]" : ""));
                }
                default ->
                        pieces.add(
                                new Piece.Field(
                                        directive.group(), ApacheWords.column(letter, argument)));
            }
            at = directive.end();
        }
        pieces.add(new Piece.Text(text.substring(at)));
        return pieces;
    }

    private static LogFormat joined(String given, List<Piece> pieces, boolean escaped) {
        var between = new StringBuilder();
        var parts = new ArrayList<Part>();
        byte[] before = {};
        String name = "";
        Column column = Column.of(Kind.SKIP);
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text text -> between.append(text.text());
                case Piece.Field field -> {
                    if (name.isEmpty()) {
                        before = bytes(between);
                    } else if (between.isEmpty()) {
                        throw new IllegalArgumentException(
                                "--format "
                                        + given
                                        + ": nothing stands between "
                                        + name
                                        + " and "
                                        + field.name()
                                        + ", so they cannot be told apart");
                    } else {
                        parts.add(part(name, column, bytes(between)));
                    }
                    between.setLength(0);
                    name = field.name();
                    column = field.column();
                }
            }
        }
        if (!name.isEmpty()) {
            parts.add(part(name, column, bytes(between)));
        }
        check(given, parts);
        return new LogFormat(before, parts, escaped);
    }

    private static Part part(String name, Column column, byte[] after) {
        boolean list = name.startsWith("upstream_") || column.kind() == Kind.FORWARDED;
        return new Part(column, after, list);
    }

    private static void check(String given, List<Part> parts) {
        List<Kind> kinds = parts.stream().map(part -> part.column().kind()).toList();
        boolean time = kinds.contains(Kind.BEGAN) || kinds.contains(Kind.ENDED);
        boolean url = kinds.contains(Kind.REQUEST) || kinds.contains(Kind.URL);
        if (!time || !url) {
            throw new IllegalArgumentException(
                    "--format "
                            + given
                            + " has no "
                            + (time ? "request" : "time")
                            + "; write the server's log_format (nginx) or LogFormat (Apache), as"
                            + " '$remote_addr - $remote_user [$time_local] \"$request\" $status"
                            + " $body_bytes_sent', or a name: "
                            + KnownFormats.names());
        }
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
