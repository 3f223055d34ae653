package dev.unruly.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final String LIBRARIES =
            """

            | library | packages |
            |---|---|
            | Netty | io.netty |
            | DuckDB | org.duckdb java.sql |
            """;

    private static String rooms(String... rows) {
        return """
        | room | one line | may use | outside library |
        |---|---|---|---|
        """
                + String.join("\n", rows)
                + "\n"
                + LIBRARIES;
    }

    @Test
    void allMeansEveryRoomBelow() {
        Plan plan =
                Plan.parse(
                        rooms(
                                "| a | . | – | – |",
                                "| b | . | all | Netty, DuckDB |",
                                "| c | . | d | – |",
                                "| d | . | – | – |"));

        assertThat(plan.rooms().values())
                .extracting(room -> List.copyOf(room.rooms()))
                .containsExactly(List.of(), List.of("c", "d"), List.of("d"), List.of());
        assertThat(plan.rooms().values())
                .extracting(room -> List.copyOf(room.libraries()))
                .containsExactly(List.of(), List.of("Netty", "DuckDB"), List.of(), List.of());
    }

    @Test
    void aPackageBelongsToTheLibraryThatLeadsToIt() {
        Plan plan = Plan.parse(rooms("| a | . | – | – |"));

        assertThat(plan.libraryOf("io.netty.channel")).contains("Netty");
        assertThat(plan.libraryOf("java.sql")).contains("DuckDB");
        assertThat(plan.libraryOf("io.nettyish")).isEmpty();
    }

    @Test
    void everyContradictionIsNamedAtOnce() {
        assertThatThrownBy(() ->
                        Plan.parse(
                                rooms(
                                        "| a | . | – | – |",
                                        "| b | . | a | – |",
                                        "| c | . | e | Mina |",
                                        "| a | . | – | – |")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room 'b' may use 'a', which is not a room below it")
                .hasMessageContaining("room 'c' may use 'e', which is not a room below it")
                .hasMessageContaining("library 'Mina', which is not in the table")
                .hasMessageContaining("room 'a' has two rows");
    }

    @Test
    void aPlanWithoutItsTableIsRefused() {
        assertThatThrownBy(() -> Plan.parse("# Architecture\n"))
                .hasMessageContaining("no table whose first heading is 'room'");
    }
}
