package dev.unruly.shop.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.unruly.shop.web.HostPort;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.postgresql.ds.PGSimpleDataSource;

/// The storefront's connections to PostgreSQL: a HikariCP pool.
public final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    static final String APPLICATION = "storefront";

    /// How big the pool is and what ends a wait.
    ///
    /// @param acquire how long a request waits for a connection
    /// @param statement how long one statement may run; zero: for ever
    /// @param socket how long a connection may be silent within a query; zero: for ever
    public record Settings(int connections, Duration acquire, Duration statement, Duration socket) {
        /// HikariCP refuses less.
        private static final Duration LEAST_ACQUIRE = Duration.ofMillis(250);

        public Settings {
            if (connections < 1) {
                throw new IllegalArgumentException("connections must be >= 1, got " + connections);
            }
            if (acquire.compareTo(LEAST_ACQUIRE) < 0) {
                throw new IllegalArgumentException("acquire must be >= 250ms, got " + acquire);
            }
            if (statement.isNegative() || socket.isNegative()) {
                throw new IllegalArgumentException(
                        "timeouts must be >= 0, got %s and %s".formatted(statement, socket));
            }
        }
    }

    /// How the pool does at this moment, and did at worst.
    public record Gauges(
            int size, int active, int idle, int waiting, int mostWaiting, long acquireTimeouts) {}

    /// How long a new pool may take to reach the database before the old one is kept.
    private static final int REACH_SECONDS = 1;

    private final HostPort address;
    private final Settings settings;
    private final Set<Connection> inUse = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final LongAdder acquireTimeouts = new LongAdder();
    private volatile HikariDataSource pool;

    /// Connects; throws HikariCP's own exception when that fails.
    public Database(HostPort address, Settings settings) {
        this.address = address;
        this.settings = settings;
        this.pool = new HikariDataSource(config(address, settings));
    }

    private static HikariConfig config(HostPort address, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("shop");
        config.setJdbcUrl("jdbc:postgresql://" + address + "/" + Backroom.NAME);
        config.setUsername(Backroom.NAME);
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(settings.acquire().toMillis());
        config.addDataSourceProperty("ApplicationName", APPLICATION);
        if (settings.socket().isPositive()) {
            // The driver counts in seconds.
            long seconds = settings.socket().plusMillis(999).toSeconds();
            config.addDataSourceProperty("socketTimeout", Long.toString(seconds));
        }
        if (settings.statement().isPositive()) {
            config.setConnectionInitSql(
                    "SET statement_timeout = " + settings.statement().toMillis());
        }
        return config;
    }

    /// Begins again with a new pool, so that nobody meets a connection which broke long ago, nor
    /// the pool's pauses of up to 10 s after connecting has failed. Keeps the old pool while the
    /// database cannot be reached.
    ///
    /// @return whether there is a new pool
    public boolean renew() {
        if (!reachable()) {
            return false;
        }
        HikariDataSource old = pool;
        try {
            pool = new HikariDataSource(config(address, settings));
        } catch (HikariPool.PoolInitializationException gone) {
            LOG.log(Level.DEBUG, "the database went away in between", gone);
            return false;
        }
        old.close();
        return true;
    }

    private boolean reachable() {
        PGSimpleDataSource probe = new PGSimpleDataSource();
        probe.setServerNames(new String[] {address.host()});
        probe.setPortNumbers(new int[] {address.port()});
        probe.setUser(Backroom.NAME);
        probe.setDatabaseName(Backroom.NAME);
        probe.setApplicationName(APPLICATION);
        probe.setLoginTimeout(REACH_SECONDS);
        try (Connection connection = probe.getConnection()) {
            return connection.isValid(REACH_SECONDS);
        } catch (SQLException unreachable) {
            LOG.log(Level.DEBUG, "no way to the database now", unreachable);
            return false;
        }
    }

    Connection borrow() throws SQLException {
        notePeak();
        try {
            Connection connection = pool.getConnection();
            inUse.add(connection);
            return connection;
        } catch (SQLTransientConnectionException tooLate) {
            acquireTimeouts.increment();
            throw tooLate;
        }
    }

    private int waiting() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    private void notePeak() {
        mostWaiting.accumulateAndGet(waiting(), Math::max);
    }

    void giveBack(Connection connection) throws SQLException {
        notePeak();
        inUse.remove(connection);
        connection.close();
    }

    public Gauges gauges() {
        return new Gauges(
                settings.connections(),
                pool.getHikariPoolMXBean().getActiveConnections(),
                pool.getHikariPoolMXBean().getIdleConnections(),
                waiting(),
                mostWaiting.get(),
                acquireTimeouts.sum());
    }

    public void forgetPeaks() {
        mostWaiting.set(waiting());
        acquireTimeouts.reset();
    }

    /// Breaks every connection in use, so that whoever waits for an answer on it fails now.
    ///
    /// @return how many
    public int cut(Executor executor) {
        int cut = 0;
        for (Connection connection : inUse) {
            try {
                connection.abort(executor);
                cut++;
            } catch (SQLException givenBack) {
                LOG.log(Level.DEBUG, "given back before it could be cut", givenBack);
            }
        }
        return cut;
    }

    @Override
    public void close() {
        pool.close();
    }
}
