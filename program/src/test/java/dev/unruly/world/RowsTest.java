package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowsTest {

    /// Rows of a page.
    private static final int PAGE = 4_096;

    @Test
    void rowsDoNotTouchEachOther() {
        var rows = new Rows(3);
        for (int i = 0; i <= PAGE; i++) {
            int row = rows.take();
            rows.putLong(row, 0, -i * 0x1_0000_0003L);
            rows.put(row, 2, i);
        }
        for (int row : new int[] {0, 1, PAGE - 1, PAGE}) {
            assertThat(rows.longAt(row, 0)).isEqualTo(-row * 0x1_0000_0003L);
            assertThat(rows.at(row, 2)).isEqualTo(row);
        }
    }

    @Test
    void longsKeepEveryBit() {
        var rows = new Rows(2);
        int row = rows.take();
        for (long value :
                new long[] {0, -1, 1L << 31, (1L << 32) - 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            rows.putLong(row, 0, value);
            assertThat(rows.longAt(row, 0)).isEqualTo(value);
        }
    }

    @Test
    void whatIsGivenBackIsUsedAgainBeforeAnythingIsMade() {
        var rows = new Rows(2);
        Set<Integer> first = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            first.add(rows.take());
        }
        rows.give(3);
        rows.give(7);
        assertThat(List.of(rows.take(), rows.take())).containsExactlyInAnyOrder(3, 7);
        assertThat(first).doesNotContain(rows.take());
    }

    @Test
    void clearedItBeginsAnew() {
        var rows = new Rows(2);
        rows.give(rows.take());
        rows.clear();
        assertThat(rows.take()).isZero();
        assertThat(rows.take()).isEqualTo(1);
    }

    @Test
    void noRowCanBeReadAhead() {
        assertThat(new Rows(2).readAhead(Rows.NONE)).isZero();
    }
}
