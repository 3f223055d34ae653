package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.forall.Forall;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DigestTest {

    /// MurmurHash3 x64 128 of the same bytes, computed by an independent program.
    @Test
    void oneRecordIsItsHash() {
        assertThat(sumOf(digest -> digest.begin(1).end()))
                .isEqualTo("004403b7fb05c44a3d8acdb4d36d9c06");
        assertThat(sumOf(digest -> digest.begin(1).field(2).end()))
                .isEqualTo("deed8b2be489f0062f85052754e1e577");
        assertThat(sumOf(digest -> digest.begin(7).field(-1).field(3).end()))
                .isEqualTo("c0579977278a4683740e3966ace3d63e");
    }

    @Test
    void orderAndPartitionDoNotMatter() {
        Forall.check(
                200,
                1,
                draw -> {
                    List<Long> records = draw.list(20, d -> d.ofBits(63));
                    Digest whole = digest(records);
                    int cut = draw.between(0, records.size());
                    Collections.rotate(records, draw.between(0, 20));
                    Collections.reverse(records);
                    Digest parts = digest(records.subList(0, cut));
                    parts.merge(digest(records.subList(cut, records.size())));
                    assertThat(parts.sum()).isEqualTo(whole.sum());
                    assertThat(parts.records()).isEqualTo(records.size());
                });
    }

    @Test
    void everyFieldCounts() {
        Set<String> sums = new HashSet<>();
        sums.add(sumOf(digest -> digest.begin(1).field(1).field(2).end()));
        sums.add(sumOf(digest -> digest.begin(1).field(2).field(1).end()));
        sums.add(sumOf(digest -> digest.begin(2).field(1).field(2).end()));
        sums.add(sumOf(digest -> digest.begin(1).field(1).end()));
        sums.add(sumOf(digest -> digest.begin(1).field(1).field(0).end()));
        sums.add(sumOf(digest -> digest.begin(1).field(1.0).field(2.0).end()));
        sums.add(sumOf(digest -> digest.begin(1).field("ab").field("c").end()));
        sums.add(sumOf(digest -> digest.begin(1).field("a").field("bc").end()));
        sums.add(sumOf(digest -> digest.begin(1).field("abcde").end()));
        assertThat(sums).hasSize(9);
    }

    @Test
    void equalNumbersAreEqualWhateverTheirBits() {
        assertThat(sumOf(digest -> digest.begin(1).field(-0.0).end()))
                .isEqualTo(sumOf(digest -> digest.begin(1).field(0.0).end()));
        assertThat(sumOf(digest -> digest.begin(1).field(Double.longBitsToDouble(-1)).end()))
                .isEqualTo(sumOf(digest -> digest.begin(1).field(Double.NaN).end()));
    }

    @Test
    void twoEqualRecordsDoNotCancelOut() {
        var digest = new Digest();
        digest.begin(1).end();
        digest.begin(1).end();
        assertThat(digest.sum()).isNotEqualTo(Key128.ZERO);
    }

    @Test
    void recordsAreBegunAndEnded() {
        var digest = new Digest();
        assertThatThrownBy(() -> digest.field(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(digest::end).isInstanceOf(IllegalStateException.class);
        digest.begin(1);
        assertThatThrownBy(() -> digest.begin(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyPrintsAndParses() {
        Forall.check(
                200,
                2,
                draw -> {
                    var key = new Key128(draw.ofBits(63) * -1, draw.ofBits(63));
                    assertThat(Key128.parse(key.toString())).isEqualTo(key);
                    assertThat(key.toString()).hasSize(32);
                });
        assertThatThrownBy(() -> Key128.parse("12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
    }

    @Test
    void keysAddWithCarry() {
        assertThat(new Key128(1, -1).plus(new Key128(2, 1))).isEqualTo(new Key128(4, 0));
        assertThat(new Key128(-1, -1).plus(new Key128(0, 1))).isEqualTo(Key128.ZERO);
    }

    private interface Writing {
        void into(Digest digest);
    }

    private static String sumOf(Writing writing) {
        var digest = new Digest();
        writing.into(digest);
        return digest.sum().toString();
    }

    private static Digest digest(List<Long> records) {
        var digest = new Digest();
        for (long record : records) {
            digest.begin(1).field(record).end();
        }
        return digest;
    }
}
