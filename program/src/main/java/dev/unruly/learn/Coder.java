package dev.unruly.learn;

import dev.unruly.model.Hit;
import dev.unruly.model.Hits;
import dev.unruly.model.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Codes requests into columns of whole numbers of a database in this process, which lies in a
/// folder and may be larger than memory.
///
/// Of who asked and of what was asked with which values only hashes of 64 bits are kept, keyed by a
/// secret of this run. Paths are kept as texts in memory, as many as the rules allow.
public final class Coder implements Hits, AutoCloseable {

    static final String HITS =
            """
            CREATE TABLE hits (
                seq BIGINT, at_ms BIGINT, person BIGINT, url BIGINT, page INTEGER,
                referrer INTEGER, status INTEGER, bytes BIGINT, took_us BIGINT,
                left_early INTEGER, kind INTEGER, mark INTEGER, declared INTEGER, region INTEGER)
            """;

    /// Where a log says whole seconds, and several write it, a line may be as much older.
    private static final long LATE_MILLIS = 1_000;

    private static final int REGIONS = 4_096;
    private static final int AGENTS = 1 << 14;

    private final long key;
    private final Rules rules;
    private final Pages pages;
    private final DuckDBConnection database;
    private final DuckDBAppender rows;
    private final Slice get = new Slice();
    private final Map<String, Integer> regions = new LinkedHashMap<>();
    private final long[] agents = new long[AGENTS];
    private final boolean[] declared = new boolean[AGENTS];
    private int[] kinds = new int[1 << 10];
    private int[] marks = new int[1 << 10];
    private long hits;
    private long backwards;
    private long lastMillis;
    private boolean open = true;

    /// A new database in a folder.
    ///
    /// @param secret of this run: whoever knows it can tell whether an address was seen
    /// @throws IOException if the folder cannot be used
    public Coder(Path folder, long secret, Rules rules) throws IOException {
        this.key = secret;
        this.rules = rules;
        this.pages = new Pages(secret ^ 0x50L, rules.pages());
        get.set("GET");
        kinds[Pages.OTHER] = Marks.PAGE;
        var settings = new Properties();
        settings.setProperty("memory_limit", rules.memoryMegabytes() + "MB");
        settings.setProperty("threads", String.valueOf(rules.threads()));
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("preserve_insertion_order", "false");
        settings.setProperty("temp_directory", folder.toAbsolutePath() + "/spill");
        try {
            Files.createDirectories(folder);
            database =
                    DriverManager.getConnection(
                                    "jdbc:duckdb:" + folder.toAbsolutePath() + "/coded.duckdb",
                                    settings)
                            .unwrap(DuckDBConnection.class);
            try (Statement statement = database.createStatement()) {
                statement.execute(HITS);
            }
            rows = database.createAppender("main", "hits");
        } catch (SQLException e) {
            throw new IOException("no database could be made in " + folder + ": " + e, e);
        }
    }

    @Override
    public void hit(Hit hit) {
        // Most logs are written when requests end.
        long ended = hit.atMillis() + Math.max(0, hit.tookMicros()) / 1_000;
        if (ended < lastMillis - LATE_MILLIS) {
            backwards++;
        }
        lastMillis = ended;
        inAnyOrder(hit);
    }

    /// Takes a request of evidence that is in no order, as traces and recordings are: where it
    /// stands says nothing of its time.
    public void inAnyOrder(Hit hit) {
        Slice url = hit.url();
        int path = pathStart(url.bytes(), url.from(), url.to());
        int end = pathEnd(url.bytes(), path, url.to());
        int page = pages.code(hit.method(), url.bytes(), path, end);
        if (pages.added()) {
            note(page, hit);
        }
        long agent = hit.agent().hash(key ^ 0xAL);
        try {
            rows.beginRow()
                    .append(hits++)
                    .append(hit.atMillis())
                    .append(person(hit, agent))
                    .append(Slice.hash(url.bytes(), path, url.to(), hit.method().hash(key)))
                    .append(page)
                    .append(referrer(hit.referrer()))
                    .append(hit.status())
                    .append(hit.bytes())
                    .append(hit.tookMicros())
                    .append(hit.leftEarly() ? 1 : 0)
                    .append(Marks.kind(kinds[page], hit))
                    .append(marks[page])
                    .append(declared(agent, hit) ? 1 : 0)
                    .append(region(hit.region()))
                    .endRow();
        } catch (SQLException e) {
            throw new IllegalStateException("a request could not be kept: " + e.getMessage(), e);
        }
    }

    private long person(Hit hit, long agent) {
        return hit.account().isEmpty()
                ? hit.address().hash(agent)
                : hit.account().hash(key ^ 0xACL);
    }

    /// After `scheme://host`, if the url begins so.
    private static int pathStart(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '/') {
            return from;
        }
        for (int i = from; i + 2 < to && i < from + 8; i++) {
            if (bytes[i] == ':' && bytes[i + 1] == '/' && bytes[i + 2] == '/') {
                for (int j = i + 3; j < to; j++) {
                    if (bytes[j] == '/') {
                        return j;
                    }
                }
                return to;
            }
        }
        return from;
    }

    private static int pathEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '?' || bytes[i] == '#' || bytes[i] == ';') {
                return i;
            }
        }
        return to;
    }

    private int referrer(Slice referrer) {
        if (referrer.length() < 2) {
            return -1;
        }
        byte[] bytes = referrer.bytes();
        int path = pathStart(bytes, referrer.from(), referrer.to());
        return pages.known(get, bytes, path, pathEnd(bytes, path, referrer.to()));
    }

    private void note(int page, Hit hit) {
        if (page >= kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * page);
            marks = Arrays.copyOf(marks, 2 * page);
        }
        String text = pages.texts().get(page);
        kinds[page] = Marks.kind(text, hit.contentType());
        marks[page] = Marks.mark(text);
    }

    private boolean declared(long agent, Hit hit) {
        int place = (int) (agent >>> 50);
        if (agents[place] != agent) {
            agents[place] = agent;
            declared[place] = Marks.declared(hit);
        }
        return declared[place];
    }

    private int region(Slice region) {
        if (region.isEmpty()) {
            return -1;
        }
        String text = region.text();
        Integer known = regions.get(text);
        if (known != null) {
            return known;
        }
        if (regions.size() >= REGIONS) {
            return -1;
        }
        regions.put(text, regions.size());
        return regions.size() - 1;
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

    /// How many requests were for paths beyond the bound, known only by their structure.
    public long beyond() {
        return pages.beyond();
    }

    /// Codes and names of regions, by number.
    public List<String> regions() {
        return new ArrayList<>(regions.keySet());
    }

    Rules rules() {
        return rules;
    }

    List<String> pages() {
        return pages.texts();
    }

    /// The database with all rows in it; nothing may be added any more.
    DuckDBConnection finished() throws SQLException {
        if (open) {
            open = false;
            rows.close();
        }
        return database;
    }

    @Override
    public void close() throws IOException {
        try {
            finished().close();
        } catch (SQLException e) {
            throw new IOException("the database could not be closed: " + e.getMessage(), e);
        }
    }
}
