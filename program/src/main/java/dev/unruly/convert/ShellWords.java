package dev.unruly.convert;

import java.util.ArrayList;
import java.util.List;

/// Commands of bash as words, with their quotes taken off: what people paste, no loops or
/// functions. What only a shell could know stands between two [Asking#UNKNOWN].
final class ShellWords {

    /// A command.
    ///
    /// @param line where it begins, from 1
    record Command(int line, List<String> words) {}

    private final String file;
    private final String text;
    private final List<Command> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;
    private int line = 1;
    private int began = 1;

    private ShellWords(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// The commands of a text.
    ///
    /// @throws IllegalArgumentException when a quote has no end
    static List<Command> of(String file, String text) {
        var shell = new ShellWords(file, text.replace("\r\n", "\n"));
        while (shell.at < shell.text.length()) {
            shell.step();
        }
        shell.endCommand();
        return shell.commands;
    }

    private char take() {
        char c = text.charAt(at++);
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private void step() {
        char c = text.charAt(at);
        if (words.isEmpty() && !inWord) {
            began = line;
        }
        switch (c) {
            case ' ', '\t' -> {
                at++;
                endWord();
            }
            case '\n', ';', '|', '&', '<', '>' -> {
                endCommand();
                take();
            }
            case '\\' -> {
                at++;
                escaped();
            }
            case '\'' -> {
                at++;
                plain();
            }
            case '"' -> {
                at++;
                doubled();
            }
            case '$', '`' -> expansion();
            case '#' -> {
                if (inWord) {
                    add(take());
                } else {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() : end;
                }
            }
            default -> add(take());
        }
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void escaped() {
        if (at < text.length()) {
            char c = take();
            if (c != '\n') {
                add(c);
            }
        }
    }

    private void plain() {
        int from = line;
        inWord = true;
        while (peek(from) != '\'') {
            add(take());
        }
        at++;
    }

    private void doubled() {
        int from = line;
        inWord = true;
        while (peek(from) != '"') {
            char c = text.charAt(at);
            if (c == '\\'
                    && at + 1 < text.length()
                    && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
                escaped();
            } else if (c == '`' || (c == '$' && !at(1, '"'))) {
                expansion();
            } else {
                add(take());
            }
        }
        at++;
    }

    /// The character at hand, within a quote that began on a line.
    private char peek(int from) {
        if (at >= text.length()) {
            throw new IllegalArgumentException(
                    "%s:%d: a quote begins here and has no end".formatted(file, from));
        }
        return text.charAt(at);
    }

    private boolean at(int ahead, char c) {
        return at + ahead < text.length() && text.charAt(at + ahead) == c;
    }

    private void expansion() {
        if (at(1, '\'') && text.charAt(at) == '$') {
            at += 2;
            ansi();
            return;
        }
        int end = at + 1;
        if (text.charAt(at) == '`' || at(1, '(')) {
            char close = text.charAt(at) == '`' ? '`' : ')';
            end = text.indexOf(close, at + 1) + 1;
        } else if (at(1, '{')) {
            end = text.indexOf('}', at) + 1;
        } else {
            while (end < text.length() && isName(text.charAt(end))) {
                end++;
            }
        }
        if (end == at + 1) {
            add(take());
            return;
        }
        if (end <= 0) {
            throw new IllegalArgumentException(
                    "%s:%d: what begins here with $ or ` has no end".formatted(file, line));
        }
        add(Asking.UNKNOWN);
        boolean name = at(0, '$') && !at(1, '(');
        word.append(name ? text.substring(at, end) : "what a command prints");
        add(Asking.UNKNOWN);
        line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
        at = end;
    }

    private static boolean isName(char c) {
        return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    /// What stands in `$'…'`.
    private void ansi() {
        int from = line;
        inWord = true;
        while (peek(from) != '\'') {
            char c = take();
            if (c != '\\') {
                add(c);
                continue;
            }
            peek(from);
            c = take();
            switch (c) {
                case 'n' -> add('\n');
                case 'r' -> add('\r');
                case 't' -> add('\t');
                case 'a' -> add('\u0007');
                case 'b' -> add('\b');
                case 'f' -> add('\f');
                case 'v' -> add('\u000B');
                case 'e', 'E' -> add('\u001B');
                case 'x' -> number(16, 2);
                case 'u' -> number(16, 4);
                case 'U' -> number(16, 8);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    at--;
                    number(8, 3);
                }
                default -> add(c);
            }
        }
        at++;
    }

    private void number(int radix, int most) {
        int value = 0;
        for (int i = 0; i < most && at < text.length(); i++) {
            int digit = Character.digit(text.charAt(at), radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            at++;
        }
        if (!Character.isValidCodePoint(value)) {
            throw new IllegalArgumentException(
                    "%s:%d: a character beyond U+10FFFF".formatted(file, line));
        }
        word.appendCodePoint(value);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(new Command(began, List.copyOf(words)));
            words.clear();
        }
    }
}
