package dev.unruly.learn;

import dev.unruly.model.Hit;
import dev.unruly.model.Slice;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Makes rows of whole numbers of requests: one of each that may have been wished for, and of each
/// part of a page that was given up, and counts of each caller. Used by one thread after the other.
final class Codes {

    static final String HITS =
            """
            CREATE TABLE hits (
                seq BIGINT, at_ms BIGINT, person BIGINT, url BIGINT, page INTEGER, status INTEGER,
                took_us BIGINT, left_early TINYINT, kind TINYINT, region SMALLINT)
            """;

    private static final int REGIONS = 4_096;
    private static final int AGENTS = 1 << 14;

    /// So long after a page its pictures may still be asked for.
    private static final long BRINGS_MILLIS = 60_000;

    private final long key;
    private final Pages pages;
    private final DuckDBAppender rows;
    private final Callers callers;
    private final Map<String, Integer> regions = new LinkedHashMap<>();
    private final long[] agents = new long[AGENTS];
    private final boolean[] declared = new boolean[AGENTS];
    private final Brought brought = new Brought();
    private final Slice get = new Slice();
    private int[] kinds = new int[1 << 10];
    private int[] marks = new int[1 << 10];
    private long hits;
    private boolean open = true;

    /// @param secret of this run
    Codes(DuckDBConnection database, long secret, int mostPages) throws SQLException {
        this.key = secret;
        this.pages = new Pages(secret ^ 0x50L, mostPages);
        get.set("GET");
        kinds[Pages.OTHER] = Marks.PAGE;
        rows = appender(database, "hits");
        callers = new Callers(appender(database, "callers"));
    }

    /// One that another thread may use than the one that made it.
    private static DuckDBAppender appender(DuckDBConnection database, String table)
            throws SQLException {
        DuckDBAppender made = database.createAppender("main", table);
        made.unsafeBreakThreadConfinement();
        return made;
    }

    void add(Hit hit) throws SQLException {
        Slice url = hit.url();
        int path = pathStart(url.bytes(), url.from(), url.to());
        int end = pathEnd(url.bytes(), path, url.to());
        int page = pages.code(hit.method(), url.bytes(), path, end);
        if (pages.added()) {
            note(page, hit);
        }
        long agent = hit.agent().hash(key ^ 0xAL);
        long person = person(hit, agent);
        int kind = Marks.kind(kinds[page], hit);
        boolean bot = declared(agent, hit);
        callers.count(person, kind, marks[page], hit.status(), bot);
        if (kind == Marks.PAGE) {
            callers.sees(person, page, hit.atMillis());
        } else if (kind == Marks.EMBEDDED && !bot && hit.status() < 400) {
            bring(person, page, hit);
        }
        int region = region(hit.region());
        boolean wished = kind == Marks.PAGE || kind == Marks.CALL || kind == Marks.REDIRECT;
        if (wished || (kind == Marks.EMBEDDED && hit.leftEarly())) {
            rows.beginRow()
                    .append(hits)
                    .append(hit.atMillis())
                    .append(person)
                    .append(Slice.hash(url.bytes(), path, url.to(), hit.method().hash(key)))
                    .append(page)
                    .append(hit.status())
                    .append(hit.tookMicros())
                    .append((byte) (hit.leftEarly() ? 1 : 0))
                    .append((byte) kind)
                    .append((short) region)
                    .endRow();
        }
        hits++;
    }

    /// What is fetched by somebody who saw a page within a minute belongs to the page that it names
    /// as its referrer, else to that page.
    private void bring(long person, int fetched, Hit hit) {
        int last = callers.seen(person, hit.atMillis(), BRINGS_MILLIS);
        if (last >= 0) {
            int referrer = referrer(hit.referrer());
            brought.add(referrer >= 0 ? referrer : last, fetched, person);
        }
    }

    private int referrer(Slice referrer) {
        if (referrer.length() < 2) {
            return -1;
        }
        byte[] bytes = referrer.bytes();
        int path = pathStart(bytes, referrer.from(), referrer.to());
        return pages.known(get, bytes, path, pathEnd(bytes, path, referrer.to()));
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

    /// How many requests were for paths beyond the bound.
    long beyond() {
        return pages.beyond();
    }

    List<String> regions() {
        return new ArrayList<>(regions.keySet());
    }

    Brought brought() {
        return brought;
    }

    List<String> pages() {
        return pages.texts();
    }

    /// Puts all into the database.
    void close() throws SQLException {
        if (open) {
            open = false;
            callers.close();
            rows.close();
        }
    }
}
