package dev.unruly.shop;

import dev.unruly.shop.embedded.Postgres;
import dev.unruly.shop.embedded.Redis;
import dev.unruly.shop.embedded.RunFolder;
import dev.unruly.shop.embedded.Watchdog;
import dev.unruly.shop.store.Assortment;
import dev.unruly.shop.store.Backroom;
import dev.unruly.shop.web.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// PostgreSQL and Redis, stocked and warm.
record Stores(HostPort database, HostPort redis, Processes processes, Backroom backroom) {
    /// The child processes, and the folder they work in.
    record Processes(String folder, long postgres, long redis, long watchdog) {}

    static Stores start(
            Settings settings, Assortment assortment, Closing closing, Progress progress)
            throws IOException, SQLException, InterruptedException {
        RunFolder run = RunFolder.create(RunFolder.home());
        Path folder = run.path();
        Watchdog watchdog = Watchdog.over(folder);
        closing.add(watchdog);
        closing.add(run);
        progress.says("starting Redis and PostgreSQL");
        Redis redis = closing.add(Redis.start(folder, settings.ports().redis()));
        Postgres postgres =
                closing.add(Postgres.start(folder, settings.ports().database(), Backroom.NAME));
        Backroom backroom =
                new Backroom(postgres.address(), redis.address(), settings.goods().timeToLive());
        progress.says(
                "stocking %,d products with %,d reviews"
                        .formatted(settings.goods().products(), settings.goods().reviews()));
        backroom.fill(assortment, new Chance(settings.seed())::stream);
        progress.says("warming the cache");
        backroom.warm(assortment, settings.goods().catalogue());
        return new Stores(
                postgres.address(),
                redis.address(),
                new Processes(folder.toString(), postgres.pid(), redis.pid(), watchdog.pid()),
                backroom);
    }
}
