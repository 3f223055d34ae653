package dev.unruly.script;

/// Something wrong, or worth a second look, in a file that a user wrote.
///
/// @param file as the user named it
/// @param line from 1
/// @param column from 1, in characters
/// @param wrong what is wrong
/// @param right what would be right
public record Problem(String file, int line, int column, String wrong, String right)
        implements Comparable<Problem> {

    public Problem {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException(
                    "line and column begin at 1, got " + line + " and " + column);
        }
        if (wrong.isEmpty() || right.isEmpty()) {
            throw new IllegalArgumentException("a problem says what is wrong and what is right");
        }
    }

    /// By line and column; files stay apart.
    @Override
    public int compareTo(Problem other) {
        int byFile = file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /// As people and editors read it: `file:line:column: wrong; right`.
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + wrong + "; " + right;
    }
}
