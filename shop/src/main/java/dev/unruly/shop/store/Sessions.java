package dev.unruly.shop.store;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who has signed in, by the identifier in their cookie.
final class Sessions {
    static final String COOKIE = "session";

    /// A row of the table.
    record Session(String user, String token) {}

    private final RandomGenerator chance;

    Sessions(RandomGenerator chance) {
        this.chance = chance;
    }

    /// Asks the database even for those without a cookie, as a session filter does.
    Optional<Session> find(View view, Optional<String> id) throws SQLException {
        return view.first(
                "SELECT user_name, token FROM sessions WHERE id = ?",
                row -> new Session(row.getString(1), row.getString(2)),
                id.orElse(""));
    }

    /// Writes down that somebody has signed in.
    ///
    /// @return the new session's identifier
    String begin(View view, String user, String token) throws SQLException {
        String id;
        synchronized (chance) {
            id = String.format(Locale.ROOT, "%016x%016x", chance.nextLong(), chance.nextLong());
        }
        view.update(
                "INSERT INTO sessions (id, user_name, token) VALUES (?, ?, ?)", id, user, token);
        return id;
    }
}
