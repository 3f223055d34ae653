package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Finds the ends of commands in the stream from a Redis client: arrays of bulk strings, or lines
/// as people type them. Only a command's name and the words that matter are looked at.
final class RedisCommands {

    /// What was found up to where reading stopped.
    enum Found {
        NOTHING,
        COMMAND,
        /// A command whose answer waits for an event.
        WAITING_COMMAND,
        /// A command after which answers do not follow commands one by one.
        END,
        /// What is no command.
        BROKEN
    }

    private enum State {
        FIRST,
        COUNT,
        SIZE_MARK,
        SIZE,
        BYTES,
        LINE
    }

    private static final int FIRST_BYTE_OF_TLS = 0x16;

    /// Redis' PROTO_INLINE_MAX_SIZE, its bound for lines.
    private static final int LONGEST_LINE = 64 << 10;

    private static final int LONGEST_WORD = 16;
    private static final long LARGEST = 1L << 30;

    private State state = State.FIRST;
    private Found found = Found.NOTHING;
    private String why = "";
    private long number;
    private boolean negative;
    private int lineBytes;
    private long arguments;
    private int argument;
    private long bytesLeft;
    private final byte[] word = new byte[LONGEST_WORD];
    private int wordBytes;
    private Found verdict = Found.COMMAND;
    private String name = "";

    Found found() {
        return found;
    }

    /// Why it is the end, or broken.
    String why() {
        return why;
    }

    /// Reads on from the i-th byte, up to the end of a command or of the bytes; returns where it
    /// stopped.
    int read(Bytes bytes, int from) {
        found = Found.NOTHING;
        int i = from;
        while (i < bytes.size() && found == Found.NOTHING) {
            if (state == State.BYTES) {
                i = skip(bytes, i);
            } else {
                step(bytes.at(i++));
            }
        }
        return i;
    }

    private void step(byte next) {
        switch (state) {
            case FIRST -> first(next);
            case COUNT -> {
                if (lineEnds(next)) {
                    counted();
                }
            }
            case SIZE_MARK -> {
                if (next == '$') {
                    begin(State.SIZE);
                } else {
                    broken("a command's argument has no size");
                }
            }
            case SIZE -> {
                if (lineEnds(next)) {
                    sized();
                }
            }
            case LINE -> line(next);
            case BYTES -> throw new IllegalStateException("bytes are skipped, not stepped through");
        }
    }

    private void first(byte next) {
        verdict = Found.COMMAND;
        name = "";
        argument = 0;
        wordBytes = 0;
        if (next == '*') {
            begin(State.COUNT);
        } else if (next == FIRST_BYTE_OF_TLS) {
            broken("it is encrypted");
        } else {
            begin(State.LINE);
            line(next);
        }
    }

    private void begin(State next) {
        state = next;
        number = 0;
        negative = false;
        lineBytes = 0;
    }

    /// Takes one more byte of a number's line; true at its end.
    private boolean lineEnds(byte next) {
        if (next == '\n') {
            return true;
        }
        if (next >= '0' && next <= '9') {
            number = Math.min(10 * number + next - '0', LARGEST + 1);
        } else if (next == '-' && lineBytes == 0) {
            negative = true;
        } else if (next != '\r') {
            broken("a command has a size that is no number");
        }
        lineBytes++;
        return false;
    }

    private void counted() {
        if (number > LARGEST) {
            broken("a command has too many arguments");
            return;
        }
        arguments = negative ? 0 : number;
        state = arguments == 0 ? State.FIRST : State.SIZE_MARK;
    }

    private void sized() {
        if (negative || number > LARGEST) {
            broken("a command's argument has no possible size");
            return;
        }
        bytesLeft = number + 2;
        wordBytes = number <= LONGEST_WORD && wordMatters() ? 0 : -1;
        state = State.BYTES;
    }

    private boolean wordMatters() {
        return argument == 0 || name.equals("CLIENT") || name.equals("XREAD");
    }

    private int skip(Bytes bytes, int from) {
        int count = (int) Math.min(bytesLeft, bytes.size() - from);
        if (wordBytes >= 0) {
            int ofWord = Math.clamp(bytesLeft - 2, 0, count);
            bytes.copyTo(from, word, wordBytes, ofWord);
            wordBytes += ofWord;
        }
        bytesLeft -= count;
        if (bytesLeft == 0) {
            endOfArgument();
        }
        return from + count;
    }

    private void endOfArgument() {
        if (wordBytes >= 0) {
            word(new String(word, 0, wordBytes, StandardCharsets.ISO_8859_1));
        }
        argument++;
        state = State.SIZE_MARK;
        if (argument == arguments) {
            endOfCommand();
        }
    }

    private void line(byte next) {
        lineBytes++;
        if (lineBytes > LONGEST_LINE) {
            broken("a line is longer than commands are");
        } else if (next == '\n' || next == ' ' || next == '\t' || next == '\r') {
            endOfWord();
            if (next == '\n') {
                if (argument > 0) {
                    endOfCommand();
                }
                state = State.FIRST;
            }
        } else if (wordBytes >= 0) {
            if (wordBytes == LONGEST_WORD) {
                wordBytes = -1;
            } else {
                word[wordBytes++] = next;
            }
        }
    }

    private void endOfWord() {
        if (wordBytes == 0) {
            return;
        }
        if (wordBytes > 0 && wordMatters()) {
            word(new String(word, 0, wordBytes, StandardCharsets.ISO_8859_1));
        }
        argument++;
        wordBytes = 0;
    }

    /// A word that may matter.
    private void word(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (argument == 0) {
            named(upper);
        } else if (name.equals("XREAD")) {
            if (upper.equals("BLOCK")) {
                verdict = Found.WAITING_COMMAND;
            } else if (upper.equals("STREAMS")) {
                name = "";
            }
        } else if (argument == 1 && upper.equals("REPLY")) {
            end("CLIENT REPLY");
        } else {
            name = "";
        }
    }

    private void named(String upper) {
        switch (upper) {
            case "BLPOP", "BRPOP", "BRPOPLPUSH", "BLMOVE", "BLMPOP" ->
                    verdict = Found.WAITING_COMMAND;
            case "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "WAITAOF" ->
                    verdict = Found.WAITING_COMMAND;
            case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE" -> end(upper);
            case "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE" -> end(upper);
            case "MONITOR", "SYNC", "PSYNC" -> end(upper);
            case "CLIENT" -> name = upper;
            case "XREAD", "XREADGROUP" -> name = "XREAD";
            default -> {}
        }
    }

    private void end(String command) {
        verdict = Found.END;
        why = command + " changes what is answered";
    }

    private void endOfCommand() {
        state = State.FIRST;
        found = verdict;
    }

    private void broken(String reason) {
        found = Found.BROKEN;
        why = reason;
    }
}
