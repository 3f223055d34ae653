package dev.unruly.shop.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// "Open session in view": one request's access to the database. The connection is borrowed at the
/// first query and kept to the end of the request, whatever else the request waits for.
final class View implements AutoCloseable {
    private final Database database;
    private @Nullable Connection connection;

    View(Database database) {
        this.database = database;
    }

    /// Makes a value of the row a result stands on.
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// What is done in one transaction.
    interface Work<T, E extends Exception> {
        T run() throws E, SQLException, InterruptedException;
    }

    <T> List<T> list(String sql, Reader<T> reader, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    <T> Optional<T> first(String sql, Reader<T> reader, Object... arguments) throws SQLException {
        return list(sql, reader, arguments).stream().findFirst();
    }

    /// For queries that always give a row.
    <T> T one(String sql, Reader<T> reader, Object... arguments) throws SQLException {
        return list(sql, reader, arguments).getFirst();
    }

    int update(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    <T, E extends Exception> T inTransaction(Work<T, E> work)
            throws E, SQLException, InterruptedException {
        Connection used = connection();
        used.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.run();
            used.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                used.rollback();
            }
            used.setAutoCommit(true);
        }
    }

    private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection().prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection borrowed = connection;
        if (borrowed == null) {
            borrowed = database.borrow();
            connection = borrowed;
        }
        return borrowed;
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            database.giveBack(connection);
        }
    }
}
