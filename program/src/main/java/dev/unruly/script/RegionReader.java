package dev.unruly.script;

import dev.unruly.model.LastMile;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `regions:` → where users are.
final class RegionReader {

    private static final String EXAMPLE =
            "{ share: 30%, time-zone: Europe/Berlin, round-trip: 89ms, last-mile: 4g }";

    /// Bandwidth down and up in kbit/s, and round trip in ms. All but the last: WebPageTest's
    /// `connectivity.ini` (github.com/catchpoint/WebPageTest), which has no loss. `5g`: a prior
    /// from CDN measurements (Rizvi, 2025: minimum round trips from 6 ms, most users below 50
    /// Mbit/s).
    private static final Map<String, LastMile> PRESETS =
            presets(
                    preset("none", 0, 0, 0),
                    preset("cable", 5_000, 1_000, 28),
                    preset("dsl", 1_500, 384, 50),
                    preset("fios", 20_000, 5_000, 4),
                    preset("2g", 280, 256, 800),
                    preset("edge", 240, 200, 840),
                    preset("3g-slow", 400, 400, 400),
                    preset("3g", 1_600, 768, 300),
                    preset("3g-fast", 1_600, 768, 150),
                    preset("4g", 9_000, 9_000, 170),
                    preset("lte", 12_000, 12_000, 70),
                    preset("5g", 50_000, 15_000, 35));

    private RegionReader() {}

    /// The names of the presets.
    static List<String> presetNames() {
        return List.copyOf(PRESETS.keySet());
    }

    /// The last mile of a name.
    static Optional<LastMile> preset(String name) {
        return Optional.ofNullable(PRESETS.get(name));
    }

    /// All regions.
    static List<Region> read(Value value) {
        var regions = new ArrayList<Region>();
        int mark = value.reading().mark();
        value.entries("{ virginia: " + EXAMPLE + " }")
                .forEach((key, inner) -> regions.add(region(key.name("virginia"), inner)));
        if (regions.isEmpty() && value.isMapping()) {
            value.wrong("there are no regions", "write { virginia: " + EXAMPLE + " }");
        }
        Shares.requireWhole(
                value, mark, regions.stream().map(Region::share).toList(), "the regions' shares");
        return regions;
    }

    private static Region region(String name, Value value) {
        Section section = value.section("region", EXAMPLE);
        Share share = section.need("share", "30%").map(v -> v.share("30%")).orElse(Share.NONE);
        ZoneId zone = section.find("time-zone").map(RegionReader::zone).orElse(ZoneOffset.UTC);
        long roundTrip = section.find("round-trip").map(v -> v.nanos(0, "89ms")).orElse(0L);
        LastMile mile = section.find("last-mile").map(RegionReader::mile).orElse(LastMile.NONE);
        long jitter = section.find("jitter").map(v -> v.nanos(0, "5ms")).orElse(0L);
        Optional<Value> loss = section.find("loss");
        LastMile lossy = loss.map(v -> lossy(mile, v)).orElse(mile);
        section.done();
        return new Region(name, share, zone, roundTrip, lossy, jitter);
    }

    private static ZoneId zone(Value value) {
        String text = value.text("Europe/Berlin");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            List<String> known = ZoneId.getAvailableZoneIds().stream().sorted().toList();
            value.wrongText(
                    "is no time zone",
                    Nearest.to(text, known)
                            .map(zone -> "did you mean `" + zone + "`?")
                            .orElse("write one such as Europe/Berlin"));
            return ZoneOffset.UTC;
        }
    }

    private static LastMile mile(Value value) {
        if (!value.isMapping()) {
            return PRESETS.getOrDefault(value.word(PRESETS.keySet()), LastMile.NONE);
        }
        Section section =
                value.section("last-mile", "{ down: 20Mbit/s, up: 5Mbit/s, round-trip: 30ms }");
        long down = section.find("down").map(v -> v.bitsPerSecond("20Mbit/s")).orElse(0L);
        long up = section.find("up").map(v -> v.bitsPerSecond("5Mbit/s")).orElse(0L);
        long roundTrip = section.find("round-trip").map(v -> v.nanos(0, "30ms")).orElse(0L);
        double loss = section.find("loss").map(RegionReader::loss).orElse(0.0);
        double burst =
                section.find("burst").map(v -> v.number(1, 1e3, "3, in packets")).orElse(1.0);
        section.done();
        return new LastMile("own", down, up, roundTrip, loss, burst);
    }

    private static LastMile lossy(LastMile mile, Value value) {
        return new LastMile(
                mile.name(),
                mile.downBitsPerSecond(),
                mile.upBitsPerSecond(),
                mile.roundTripNanos(),
                loss(value),
                mile.burstPackets());
    }

    private static double loss(Value value) {
        double loss = value.share("0.5%").value();
        if (loss > 0.5) {
            value.wrongText("is more than half of all packets", "write 0.5%");
            return 0;
        }
        return loss;
    }

    private static LastMile preset(String name, long downKilobits, long upKilobits, long millis) {
        return new LastMile(
                name, downKilobits * 1_000, upKilobits * 1_000, millis * 1_000_000, 0, 1);
    }

    private static Map<String, LastMile> presets(LastMile... miles) {
        var presets = new LinkedHashMap<String, LastMile>();
        for (LastMile mile : miles) {
            presets.put(mile.name(), mile);
        }
        return Collections.unmodifiableMap(presets);
    }
}
