package dev.unruly.engine;

import dev.unruly.model.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A template, ready to be filled in for a user's intent.
final class Text {

    /// A piece of text, and how what fills it is encoded.
    private sealed interface Piece {

        /// Encoded already; the bytes are shared and never change.
        @SuppressWarnings("ArrayRecordComponent")
        record Literal(byte[] bytes) implements Piece {}

        record Column(Records records, int column, Encoding encoding) implements Piece {}

        record Variable(int variable, Encoding encoding) implements Piece {}

        /// A variable that, until it is set, is a column of the user's account.
        record Account(int variable, Records accounts, int column, Encoding encoding)
                implements Piece {}

        /// A name of this one wish, the same in all its attempts.
        record Wish(long seed) implements Piece {}

        /// The user's number.
        record Person() implements Piece {}
    }

    private final Piece[] pieces;

    private Text(List<Piece> pieces) {
        this.pieces = pieces.toArray(Piece[]::new);
    }

    /// A text that stands as it is.
    static Text literal(String text) {
        return new Text(List.of(new Piece.Literal(text.getBytes(StandardCharsets.UTF_8))));
    }

    /// Prepares a template whose literal parts stand as they are.
    static Text of(Template template, Encoding encoding, Glossary glossary) {
        var pieces = new ArrayList<Piece>();
        for (Template.Part part : template.parts()) {
            Encoding here =
                    encoding == Encoding.TARGET && pieces.isEmpty() ? Encoding.LINK : encoding;
            pieces.add(piece(part, here, glossary));
        }
        return new Text(pieces);
    }

    /// Prepares JSON: a place inside quotes is escaped, one that stands alone is not.
    static Text json(Template template, Glossary glossary) {
        var pieces = new ArrayList<Piece>();
        boolean quoted = false;
        for (Template.Part part : template.parts()) {
            pieces.add(piece(part, quoted ? Encoding.JSON : Encoding.PLAIN, glossary));
            if (part instanceof Template.Literal(String text)) {
                quoted = quotedAfter(text, quoted);
            }
        }
        return new Text(pieces);
    }

    /// Several texts, one after the other.
    static Text join(List<Text> texts) {
        var pieces = new ArrayList<Piece>();
        texts.forEach(text -> pieces.addAll(List.of(text.pieces)));
        return new Text(pieces);
    }

    /// Whether it is the same for everyone.
    boolean constant() {
        for (Piece piece : pieces) {
            if (!(piece instanceof Piece.Literal)) {
                return false;
            }
        }
        return true;
    }

    /// Writes it, filled in for a user's intent.
    void write(Ink to, long user, int intent, Belongings belongings) {
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Literal literal -> to.put(literal.bytes());
                case Piece.Column(Records records, int column, Encoding encoding) ->
                        encoding.write(to, records.cell(records.record(user, intent), column));
                case Piece.Variable(int variable, Encoding encoding) ->
                        writeVariable(to, belongings, belongings.find(variable), encoding);
                case Piece.Account(
                                int variable,
                                Records accounts,
                                int column,
                                Encoding encoding) -> {
                    int at = variable < 0 ? -1 : belongings.find(variable);
                    if (at >= 0) {
                        writeVariable(to, belongings, at, encoding);
                    } else {
                        encoding.write(to, accounts.cell(accounts.own(user), column));
                    }
                }
                case Piece.Wish(long seed) -> {
                    to.putNumber(seed);
                    to.put('-');
                    to.putNumber(user);
                    to.put('-');
                    to.putNumber(intent);
                }
                case Piece.Person() -> to.putNumber(user);
            }
        }
    }

    /// Its bytes, where it is [#constant].
    byte[] constantBytes() {
        var ink = new Ink();
        write(ink, 0, 0, new Belongings());
        return ink.toBytes();
    }

    private static void writeVariable(Ink to, Belongings from, int at, Encoding encoding) {
        if (at >= 0) {
            encoding.write(to, from.array(), from.start(at), from.size(at));
        }
    }

    private static Piece piece(Template.Part part, Encoding encoding, Glossary glossary) {
        return switch (part) {
            case Template.Literal(String text) -> literal(text, encoding);
            case Template.FeedColumn(String feed, String column) -> {
                Records records = glossary.feed(feed);
                yield new Piece.Column(records, records.column(column), encoding);
            }
            case Template.Variable(String name) -> variable(name, encoding, glossary);
        };
    }

    private static Piece variable(String name, Encoding encoding, Glossary glossary) {
        int variable = glossary.names().variable(name);
        int column = glossary.names().accountColumn(name);
        if (column >= 0) {
            return new Piece.Account(variable, glossary.accounts(), column, encoding);
        }
        if (variable >= 0) {
            return new Piece.Variable(variable, encoding);
        }
        return switch (name) {
            case "intent" -> new Piece.Wish(glossary.seed());
            case "user" -> new Piece.Person();
            default -> throw new IllegalArgumentException("nothing sets the variable " + name);
        };
    }

    /// Literals of targets may hold anything a person writes; what no target may hold is encoded.
    private static Piece literal(String text, Encoding encoding) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (encoding) {
            case PLAIN, JSON -> new Piece.Literal(bytes);
            case TARGET, LINK -> new Piece.Literal(Encoding.target(bytes));
            case FORM, FIELD -> {
                var ink = new Ink();
                encoding.write(ink, bytes);
                yield new Piece.Literal(ink.toBytes());
            }
        };
    }

    private static boolean quotedAfter(String text, boolean before) {
        boolean quoted = before;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            }
        }
        return quoted;
    }
}
