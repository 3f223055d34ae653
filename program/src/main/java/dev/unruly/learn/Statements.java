package dev.unruly.learn;

/// The SQL over coded requests. All is plain (whole numbers, windows with a total order, casts of
/// every sum) but what ADR 0016 names. `$order` is that of [Clock], another `$name` a threshold of
/// [Rules].
final class Statements {

    /// What was wished for, each beside what the same person wished before. A page of which a part
    /// (kind 2) was given up was given up itself.
    static final String SEEN =
            """
            CREATE TABLE seen AS
            SELECT seq, at_ms, person, url, page, status, took_us, region,
                CAST(GREATEST(left_early, cut) AS TINYINT) AS left_early,
                CAST(CASE WHEN gap_ms BETWEEN 1 AND 3600000 THEN gap_ms ELSE 0 END AS INTEGER)
                    AS pace_ms,
                CAST(CASE WHEN before_url <> url AND gap_ms - FLOOR(CASE WHEN before_took > 0
                    THEN before_took ELSE 0 END / 1000.0) < $embeddedMillis THEN 1 ELSE 0 END
                    AS TINYINT) AS soon,
                CAST(CASE WHEN gap_ms <= 2000 AND before_kind <> 4
                    AND before_status IN (301, 302, 303, 307, 308) THEN 1
                    WHEN kind = 4 AND after_ms - at_ms <= 2000 THEN 1 ELSE 0 END
                    AS TINYINT) AS led_on
            FROM (SELECT *, CASE WHEN after_kind = 2 AND 1000 * (after_ms - at_ms - 10000)
                        <= GREATEST(took_us, 0) THEN 1 ELSE 0 END AS cut
                FROM (SELECT *, at_ms - LAG(at_ms) OVER w AS gap_ms,
                        LAG(kind) OVER w AS before_kind, LEAD(at_ms) OVER w AS after_ms,
                        LAG(url) OVER w AS before_url, LAG(status) OVER w AS before_status,
                        LAG(took_us) OVER w AS before_took, LEAD(kind) OVER w AS after_kind
                    FROM hits
                    WINDOW w AS (PARTITION BY person ORDER BY $order, seq)) beside
                WHERE kind <> 2) told
            """;

    static final String TOTALS =
            """
            CREATE TABLE totals AS
            SELECT person, CAST(SUM(hits) AS BIGINT) AS hits, MAX(embedded) AS embedded,
                MAX(robots) AS robots, CAST(SUM(scans) AS BIGINT) AS scans,
                CAST(SUM(pages) AS BIGINT) AS pages, CAST(SUM(errors) AS BIGINT) AS errors,
                MAX(declared) AS declared
            FROM callers GROUP BY person
            """;

    /// Gaps of those who made many, for their mean and variation; busiest minutes; widest and
    /// longest days.
    static final String PACES =
            """
            CREATE TABLE paces AS
            SELECT person, CAST(COUNT(*) AS BIGINT) AS gaps,
                AVG(CAST(pace_ms AS DOUBLE)) AS mean,
                AVG(CAST(pace_ms AS DOUBLE) * pace_ms) AS square
            FROM seen
            WHERE pace_ms > 0
                AND person IN (SELECT person FROM totals WHERE pages > $leastForRegular)
            GROUP BY person HAVING COUNT(*) >= $leastForRegular
            """;

    static final String RATES =
            """
            CREATE TABLE rates AS
            SELECT person, CAST(MAX(hits) AS BIGINT) AS hits, CAST(MAX(pages) AS BIGINT) AS pages
            FROM (
                SELECT person, COUNT(*) AS hits,
                    COUNT(DISTINCT CASE WHEN kind = 0 THEN page END) AS pages FROM hits
                WHERE person IN
                    (SELECT person FROM totals WHERE pages >= LEAST($perMinute, $pagesPerMinute))
                GROUP BY person, FLOOR(at_ms / 60000.0)) minutes
            GROUP BY person
            """;

    static final String BREADTHS =
            """
            CREATE TABLE breadths AS
            SELECT person, CAST(MAX(urls) AS BIGINT) AS urls, CAST(MAX(hours) AS BIGINT) AS hours
            FROM (
                SELECT person, COUNT(DISTINCT url) AS urls,
                    COUNT(DISTINCT FLOOR(at_ms / 3600000.0)) AS hours FROM hits
                WHERE person IN (SELECT person FROM totals WHERE pages >= LEAST($breadth, $hours))
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
                WHEN r.hits >= $perMinute
                    OR (t.embedded = 0 AND r.pages >= $pagesPerMinute) THEN 4
                WHEN b.urls >= $breadth THEN 5
                WHEN t.embedded = 0 AND b.hours >= $hours THEN 6
                WHEN t.pages >= $leastForErrors AND t.errors >= $errorShare * t.pages THEN 7
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
            "UPDATE people SET reason = 8 WHERE reason = -1 AND pages >= 10 AND embedded = 0";

    static final String REASONS =
            """
            SELECT reason, CAST(COUNT(*) AS BIGINT), CAST(SUM(hits) AS BIGINT), MAX(hits)
            FROM people GROUP BY reason ORDER BY reason
            """;

    /// Pages that people nearly always get right after another: fetched with it.
    static final String FETCHED =
            """
            CREATE TABLE fetched AS
            SELECT page FROM seen
            WHERE person NOT IN (SELECT person FROM people WHERE reason >= 0)
            GROUP BY page
            HAVING COUNT(*) >= 20 AND 10 * SUM(soon) >= 9 * COUNT(*)
            """;

    /// Wishes of people, without what was fetched with a page, what only led on to another page,
    /// and the page that a form's answer led to. One is the same again after trouble: the try
    /// before was given up, failed, or still ran. Who asks again for what they got well reloads it,
    /// and that is a step.
    static final String WISHED =
            """
            CREATE TABLE wished AS
            SELECT seq, at_ms, person, url, page, status, took_us, left_early, region, gap_ms,
                CAST(CASE WHEN before_url = url AND (before_left = 1
                        OR before_status IN (0, 408, 429) OR before_status >= 500
                        OR 1000 * gap_ms < before_took) THEN 1 ELSE 0 END AS TINYINT) AS same
            FROM (SELECT *, at_ms - LAG(at_ms) OVER w AS gap_ms, LAG(url) OVER w AS before_url,
                    LAG(took_us) OVER w AS before_took, LAG(status) OVER w AS before_status,
                    LAG(left_early) OVER w AS before_left
                FROM seen
                WHERE led_on = 0 AND page NOT IN (SELECT page FROM fetched)
                    AND person NOT IN (SELECT person FROM people WHERE reason >= 0)
                WINDOW w AS (PARTITION BY person ORDER BY $order, seq)) beside
            """;

    static final String GAPS =
            """
            SELECT FLOOR(GREATEST(gap_ms, 0) / 1000.0), CAST(COUNT(*) AS BIGINT)
            FROM wished WHERE gap_ms IS NOT NULL
            GROUP BY FLOOR(GREATEST(gap_ms, 0) / 1000.0)
            """;

    /// Tries with their session, which is known by its person and number.
    static final String TRIES =
            """
            CREATE TABLE tried AS
            SELECT seq, at_ms, person, url, page, status, took_us, left_early, region, again, begins,
                CAST(SUM(begins) OVER w AS INTEGER) AS visit,
                MAX(CASE WHEN begins = 1 THEN at_ms END) OVER w AS start_ms
            FROM (SELECT *,
                CAST(CASE WHEN gap_ms <= $cutMillis THEN 0 ELSE 1 END AS TINYINT) AS begins,
                CAST(CASE WHEN gap_ms <= $cutMillis THEN same ELSE 0 END AS TINYINT) AS again
                FROM wished) marked
            WINDOW w AS (PARTITION BY person ORDER BY $order, seq
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
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

    /// The most wanted items of each state, which are asked for when the others are forgotten.
    static final String FOREMOST =
            "CREATE TABLE foremost AS SELECT state, item, thing FROM items WHERE item < $most";

    /// Pages of a state whose path varies, the most wanted first.
    static final String ITEMS_OF =
            """
            SELECT CAST(thing AS INTEGER) FROM foremost WHERE state = $state ORDER BY item LIMIT $most
            """;

    static final String WALKED =
            """
            SELECT t.person, t.visit, t.again, s.state, CASE WHEN i.kinds > 1 THEN i.item ELSE -1 END,
                t.at_ms, t.status, t.took_us, t.left_early, t.region
            FROM tried t JOIN states s ON s.page = t.page
                JOIN items i ON i.state = s.state
                    AND i.thing = CASE WHEN s.varies = 1 THEN t.page ELSE t.url END
            ORDER BY t.start_ms, t.person, t.visit, $order, t.seq
            """;

    static final String COUNTS =
            """
            SELECT CAST(COALESCE(SUM(begins), 0) AS BIGINT),
                CAST(COALESCE(SUM(1 - again), 0) AS BIGINT) FROM tried
            """;

    private Statements() {}
}
