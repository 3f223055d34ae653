package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.forall.Forall;
import dev.unruly.stats.ChiSquare;
import org.junit.jupiter.api.Test;

final class UserNumberTest {

    @Test
    void aNumberKeepsItsParts() {
        Forall.check(
                500,
                1,
                draw -> {
                    int process = draw.between(0, UserNumber.LAST_PROCESS);
                    int shard = draw.between(0, UserNumber.SHARDS - 1);
                    long count = draw.between(0L, UserNumber.LAST_COUNT);
                    long user = UserNumber.of(process, shard, count);
                    assertThat(user).isNotNegative();
                    assertThat(UserNumber.process(user)).isEqualTo(process);
                    assertThat(UserNumber.shard(user)).isEqualTo(shard);
                    assertThat(UserNumber.count(user)).isEqualTo(count);
                });
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> UserNumber.of(UserNumber.LAST_PROCESS + 1, 0, 0))
                .hasMessageContaining("got 8192");
        assertThatThrownBy(() -> UserNumber.of(0, UserNumber.SHARDS, 0))
                .hasMessageContaining("got 1024");
        assertThatThrownBy(() -> UserNumber.of(0, -1, 0)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> UserNumber.of(0, 0, UserNumber.LAST_COUNT + 1))
                .hasMessageContaining("got 1099511627776");
    }

    @Test
    void visitorsKnownInAdvanceSpreadEvenlyOverTheShards() {
        long[] cells = new long[UserNumber.SHARDS];
        for (int n = 0; n < 100_000; n++) {
            cells[UserNumber.shardOf(n)]++;
        }
        assertThat(ChiSquare.uniform(cells).p()).isGreaterThan(1e-3);
    }
}
