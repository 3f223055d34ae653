package dev.unruly.learn;

/// The SQL over coded requests. All is plain (whole numbers, windows with a total order, casts of
/// every sum) but what ADR 0016 names. `$name` is a threshold of [Rules].
final class Statements {

    /// What was wished for, each beside what the same person wished before.
    static final String SEEN =
            """
            CREATE TABLE seen AS
            SELECT seq, at_ms, person, url, page, status, took_us, left_early, region,
                kind, LAG(kind) OVER w AS before_kind, LEAD(at_ms) OVER w AS after_ms,
                LAG(at_ms) OVER w AS before_ms, LAG(url) OVER w AS before_url,
                LAG(status) OVER w AS before_status, LAG(took_us) OVER w AS before_took
            FROM hits WHERE kind IN (0, 1, 4)
            WINDOW w AS (PARTITION BY person ORDER BY at_ms, seq)
            """;

    static final String TOTALS =
            """
            CREATE TABLE totals AS
            SELECT person, CAST(COUNT(*) AS BIGINT) AS hits,
                MAX(CASE WHEN kind = 2 AND mark = 0 THEN 1 ELSE 0 END) AS embedded,
                MAX(CASE WHEN mark = 1 THEN 1 ELSE 0 END) AS robots,
                CAST(SUM(CASE WHEN mark = 2 THEN 1 ELSE 0 END) AS BIGINT) AS scans,
                CAST(SUM(CASE WHEN kind IN (0, 1, 4) THEN 1 ELSE 0 END) AS BIGINT) AS pages,
                CAST(SUM(CASE WHEN kind IN (0, 1) AND status >= 400 AND status < 500 AND status <> 499
                    AND status <> 429 THEN 1 ELSE 0 END) AS BIGINT) AS errors,
                MAX(declared) AS declared
            FROM hits GROUP BY person
            """;

    /// Gaps of those who made many, for their mean and variation; busiest minutes; widest days.
    static final String PACES =
            """
            CREATE TABLE paces AS
            SELECT person, CAST(COUNT(*) AS BIGINT) AS gaps,
                AVG(CAST(at_ms - before_ms AS DOUBLE)) AS mean,
                AVG(CAST(at_ms - before_ms AS DOUBLE) * (at_ms - before_ms)) AS square
            FROM seen
            WHERE before_ms IS NOT NULL AND at_ms - before_ms BETWEEN 1 AND 3600000
                AND person IN (SELECT person FROM totals WHERE pages > $leastForRegular)
            GROUP BY person HAVING COUNT(*) >= $leastForRegular
            """;

    static final String RATES =
            """
            CREATE TABLE rates AS
            SELECT person, CAST(MAX(hits) AS BIGINT) AS hits FROM (
                SELECT person, COUNT(*) AS hits FROM seen
                WHERE person IN (SELECT person FROM totals WHERE pages >= $perMinute)
                GROUP BY person, FLOOR(at_ms / 60000.0)) minutes
            GROUP BY person
            """;

    static final String BREADTHS =
            """
            CREATE TABLE breadths AS
            SELECT person, CAST(MAX(urls) AS BIGINT) AS urls FROM (
                SELECT person, COUNT(DISTINCT url) AS urls FROM seen
                WHERE person IN (SELECT person FROM totals WHERE pages >= $breadth)
                GROUP BY person, FLOOR(at_ms / 86400000.0)) days
            GROUP BY person
            """;

    /// Reasons are ordinals of [BotReason]; −1 is a person.
    static final String PEOPLE =
            """
            CREATE TABLE people AS
            SELECT t.person, t.hits, t.embedded, t.pages, CASE
                WHEN t.declared = 1 THEN 0
                WHEN t.robots = 1 THEN 1
                WHEN t.scans >= 1 AND 2 * t.errors >= t.pages THEN 2
                WHEN p.gaps >= $leastForRegular
                    AND SQRT(GREATEST(p.square - p.mean * p.mean, 0)) < $regularVariation * p.mean
                    THEN 3
                WHEN r.hits >= $perMinute THEN 4
                WHEN b.urls >= $breadth THEN 5
                WHEN t.pages >= $leastForErrors AND t.errors >= $errorShare * t.pages THEN 6
                ELSE -1 END AS reason
            FROM totals t LEFT JOIN paces p ON p.person = t.person
                LEFT JOIN rates r ON r.person = t.person
                LEFT JOIN breadths b ON b.person = t.person
            """;

    /// How many who saw ten pages fetched also what pages need, and how many saw ten.
    static final String FETCHERS =
            """
            SELECT CAST(COALESCE(SUM(embedded), 0) AS BIGINT), CAST(COUNT(*) AS BIGINT)
            FROM people WHERE reason = -1 AND pages >= 10
            """;

    static final String BARE =
            "UPDATE people SET reason = 7 WHERE reason = -1 AND pages >= 10 AND embedded = 0";

    static final String REASONS =
            """
            SELECT reason, CAST(COUNT(*) AS BIGINT), CAST(SUM(hits) AS BIGINT)
            FROM people GROUP BY reason ORDER BY reason
            """;

    /// Pages that people nearly always get right after another: fetched with it.
    static final String FETCHED =
            """
            CREATE TABLE fetched AS
            SELECT s.page FROM seen s JOIN people p ON p.person = s.person
            WHERE p.reason = -1
            GROUP BY s.page
            HAVING COUNT(*) >= 20 AND 10 * SUM(CASE WHEN s.before_url <> s.url
                AND s.at_ms - s.before_ms - FLOOR(CASE WHEN s.before_took > 0 THEN s.before_took
                    ELSE 0 END / 1000.0) < $embeddedMillis THEN 1 ELSE 0 END) >= 9 * COUNT(*)
            """;

    /// Wishes of people, without what was fetched with a page, what only led on to another page,
    /// and the page that a form's answer led to.
    static final String WISHED =
            """
            CREATE TABLE wished AS
            SELECT seq, at_ms, s.person, url, page, status, took_us, left_early, region,
                LAG(at_ms) OVER w AS before_ms, LAG(url) OVER w AS before_url,
                LAG(took_us) OVER w AS before_took
            FROM seen s JOIN people p ON p.person = s.person
            WHERE p.reason = -1 AND s.page NOT IN (SELECT page FROM fetched)
                AND NOT (before_ms IS NOT NULL AND before_kind <> 4
                    AND before_status IN (301, 302, 303, 307, 308) AND at_ms - before_ms <= 2000)
                AND NOT (kind = 4 AND after_ms IS NOT NULL AND after_ms - at_ms <= 2000)
            WINDOW w AS (PARTITION BY s.person ORDER BY at_ms, seq)
            """;

    static final String GAPS =
            """
            SELECT FLOOR((at_ms - before_ms) / 1000.0), CAST(COUNT(*) AS BIGINT)
            FROM wished WHERE before_ms IS NOT NULL
            GROUP BY FLOOR((at_ms - before_ms) / 1000.0)
            """;

    static final String TRIES =
            """
            CREATE TABLE tried AS
            SELECT seq, at_ms, person, url, page, status, took_us, left_early, region, again,
                CAST(SUM(begins) OVER w AS BIGINT) AS visit
            FROM (SELECT *,
                CASE WHEN before_ms IS NULL OR at_ms - before_ms > $cutMillis
                    THEN 1 ELSE 0 END AS begins,
                CASE WHEN before_url = url AND at_ms - before_ms <= $cutMillis
                    AND at_ms - before_ms - FLOOR(CASE WHEN before_took > 0 THEN before_took
                        ELSE 0 END / 1000.0) <= $againMillis THEN 1 ELSE 0 END AS again
                FROM wished) marked
            WINDOW w AS (PARTITION BY person ORDER BY at_ms, seq
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
            """;

    static final String SESSIONS =
            """
            CREATE TABLE sessions AS
            SELECT person, visit, start_ms, end_ms, steps, CAST(ROW_NUMBER() OVER
                (ORDER BY start_ms, person, visit) - 1 AS BIGINT) AS session
            FROM (SELECT person, visit, MIN(at_ms) AS start_ms, MAX(at_ms) AS end_ms,
                CAST(SUM(1 - again) AS BIGINT) AS steps
                FROM tried GROUP BY person, visit) visits
            """;

    static final String PAGES =
            """
            SELECT page, CAST(COUNT(*) AS BIGINT), MIN(person), MAX(person)
            FROM tried WHERE again = 0 GROUP BY page
            """;

    static final String STATES =
            "CREATE TABLE states (page INTEGER, state INTEGER, varies INTEGER)";

    /// Items by rank of popularity: pages of states whose pattern varies, else whole urls, where
    /// there is more than one.
    static final String ITEMS =
            """
            CREATE TABLE items AS
            SELECT state, thing, item, CAST(COUNT(*) OVER (PARTITION BY state) AS BIGINT) AS kinds
            FROM (SELECT s.state, CASE WHEN s.varies = 1 THEN t.page ELSE t.url END AS thing,
                    CAST(ROW_NUMBER() OVER (PARTITION BY s.state
                        ORDER BY COUNT(*) DESC, MIN(t.seq)) - 1 AS INTEGER) AS item
                FROM tried t JOIN states s ON s.page = t.page
                WHERE t.again = 0
                GROUP BY s.state, CASE WHEN s.varies = 1 THEN t.page ELSE t.url END) ranked
            """;

    /// Pages of a state whose path varies, the most wanted first.
    static final String ITEMS_OF =
            """
            SELECT CAST(thing AS INTEGER) FROM items WHERE state = $state ORDER BY item LIMIT $most
            """;

    static final String WALKED =
            """
            SELECT v.session, t.again, s.state, CASE WHEN i.kinds > 1 THEN i.item ELSE -1 END,
                t.at_ms, t.status, t.took_us, t.left_early, t.region
            FROM tried t JOIN sessions v ON v.person = t.person AND v.visit = t.visit
                JOIN states s ON s.page = t.page
                JOIN items i ON i.state = s.state
                    AND i.thing = CASE WHEN s.varies = 1 THEN t.page ELSE t.url END
            ORDER BY v.session, t.at_ms, t.seq
            """;

    static final String COUNTS =
            """
            SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(steps), 0) AS BIGINT) FROM sessions
            """;

    private Statements() {}
}
