package dev.unruly.learn;

import dev.unruly.model.Hit;
import dev.unruly.model.Hits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Codes requests into columns of whole numbers of a database in this process, which may be larger
/// than memory: what does not fit lies in a folder.
///
/// Of who asked and of what was asked with which values only hashes of 64 bits are kept, keyed by a
/// secret of this run. Paths are kept as texts in memory, as many as the rules allow.
///
/// Whoever reads copies requests into batches; a thread of its own codes them and puts them into
/// the database, so that reading and coding take a core each.
public final class Coder implements Hits, AutoCloseable {

    /// Where a log says whole seconds, and several write it, a line may be as much older.
    private static final long LATE_MILLIS = 1_000;

    private static final int BATCHES = 4;

    private final Rules rules;
    private final Path folder;
    private final DuckDBConnection database;
    private final Codes codes;
    private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<Batch> filled = new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread;
    private Batch batch = new Batch();
    private volatile @Nullable Throwable failed;
    private long hits;
    private long backwards;
    private long lastMillis;
    private long timed;
    private long wholeEnds;
    private long wholeBegins;
    private boolean open = true;

    /// A new database.
    ///
    /// @param folder for what does not fit into memory
    /// @param secret of this run: whoever knows it can tell whether an address was seen
    /// @throws IOException if the folder cannot be used
    public Coder(Path folder, long secret, Rules rules) throws IOException {
        this.rules = rules;
        this.folder = folder;
        var settings = new Properties();
        settings.setProperty("memory_limit", rules.memoryMegabytes() + "MB");
        settings.setProperty("threads", String.valueOf(rules.threads()));
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("preserve_insertion_order", "false");
        settings.setProperty("temp_directory", folder.toAbsolutePath() + "/spill");
        try {
            Files.createDirectories(folder);
            database =
                    DriverManager.getConnection("jdbc:duckdb:", settings)
                            .unwrap(DuckDBConnection.class);
            try (Statement statement = database.createStatement()) {
                statement.execute(Codes.HITS);
                statement.execute(Callers.TABLE);
            }
            codes = new Codes(database, secret, rules.pages());
        } catch (SQLException e) {
            throw new IOException("no database could be made in " + folder + ": " + e, e);
        }
        for (int i = 1; i < BATCHES; i++) {
            free.add(new Batch());
        }
        thread = Thread.ofPlatform().daemon().name("unruly-coder").start(this::code);
    }

    @Override
    public void hit(Hit hit) {
        if (!open) {
            throw new IllegalStateException("all requests were coded already");
        }
        // Most logs are written when requests end.
        long ended = hit.atMillis() + Math.max(0, hit.tookMicros()) / 1_000;
        if (ended < lastMillis - LATE_MILLIS) {
            backwards++;
        }
        lastMillis = ended;
        timed += hit.tookMicros() >= 1_000 ? 1 : 0;
        wholeEnds += ended % 1_000 == 0 ? 1 : 0;
        wholeBegins += hit.atMillis() % 1_000 == 0 ? 1 : 0;
        inAnyOrder(hit);
    }

    /// Takes a request of evidence that is in no order, as traces and recordings are: where it
    /// stands says nothing of its time.
    public void inAnyOrder(Hit hit) {
        hits++;
        batch.add(hit);
        if (batch.full()) {
            handOn();
        }
    }

    private void handOn() {
        try {
            filled.put(batch);
            batch = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while coding requests", e);
        }
        check();
    }

    private void check() {
        Throwable why = failed;
        if (why instanceof SQLException e) {
            throw new UncheckedIOException(trouble("a request could not be kept", e));
        }
        if (why != null) {
            throw new IllegalStateException("a request could not be coded", why);
        }
    }

    /// Codes batch after batch until an empty one comes; after trouble only takes them.
    private void code() {
        var hit = new Hit();
        try {
            for (Batch next = filled.take(); !next.isEmpty(); next = filled.take()) {
                for (int i = 0; i < next.count() && failed == null; i++) {
                    next.get(i, hit);
                    keep(hit);
                }
                next.clear();
                free.put(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(Hit hit) {
        try {
            codes.add(hit);
        } catch (SQLException | RuntimeException | Error e) {
            failed = e;
        }
    }

    /// Waits until all that was taken is coded; the coding thread has ended then.
    private void settle() {
        if (open) {
            open = false;
            if (!batch.isEmpty()) {
                handOn();
            }
            try {
                filled.put(batch);
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while coding requests", e);
            }
        }
        check();
    }

    /// What trouble of the database or the disk means for people.
    IOException trouble(String what, Exception e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("max_temp_directory_size") || why.contains("No space left")) {
            return new IOException(
                    String.format(
                            Locale.ROOT,
                            "there is no room left in %s, where what does not fit into %,d MB of"
                                    + " memory lies while it is sorted: make room there, or name"
                                    + " another folder with"
                                    + " UNRULY_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                            folder,
                            rules.memoryMegabytes()),
                    e);
        }
        return new IOException(what + ": " + why.lines().findFirst().orElse(""), e);
    }

    /// How many requests there were.
    public long hits() {
        return hits;
    }

    /// How many had ended more than a second before the one before them.
    public long backwards() {
        return backwards;
    }

    /// Whether the times can be those at which the requests came. Lines are written in order, but
    /// for those of files that follow one another; where more go backwards, somebody stamped them
    /// anew, and neither arrivals nor think times can be learned.
    public boolean timesTrusted() {
        return backwards <= Math.max(1, rules.backwardsShare() * hits);
    }

    /// How fine the log's clock is.
    Clock clock() {
        if (wholeBegins == hits) {
            return timed == 0 ? Clock.SECONDS : Clock.SECONDS_OF_BEGINS;
        }
        return wholeEnds == hits ? Clock.SECONDS_OF_ENDS : Clock.FINE;
    }

    /// How many requests were for paths beyond the bound, known only by their structure.
    public long beyond() {
        settle();
        return codes.beyond();
    }

    /// Codes and names of regions, by number.
    public List<String> regions() {
        settle();
        return codes.regions();
    }

    /// For what does not fit into memory.
    Path folder() {
        return folder;
    }

    Rules rules() {
        return rules;
    }

    Brought brought() {
        settle();
        return codes.brought();
    }

    List<String> pages() {
        settle();
        return codes.pages();
    }

    /// The database with all rows in it; nothing may be added any more.
    DuckDBConnection finished() throws SQLException {
        settle();
        codes.close();
        return database;
    }

    @Override
    public void close() throws IOException {
        open = false;
        try {
            thread.interrupt();
            thread.join();
            database.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IOException("the database could not be closed: " + e.getMessage(), e);
        }
    }
}
