package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Arrival;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstTest {

    @Test
    void usersArriveGetPagesAndAreObserved() {
        var draft = new Draft();
        draft.page("/").next = List.of(Draft.edge(1, 0.5), Draft.edge(-1, 0.5));
        draft.page("/more").next = List.of(Draft.edge(0, 0.5), Draft.edge(-1, 0.5));
        draft.arrivals = List.of(new Arrival.Poisson(40));
        Play play = Play.of(draft).play();
        assertThat(play.notes.wishes).hasSizeGreaterThan(4_000);
        assertThat(play.notes.conclusions).hasSameSizeAs(play.notes.wishes);
        assertThat(play.notes.conclusions)
                .allMatch(c -> c.end() == Conclusion.End.ANSWERED);
        assertThat(play.notes.requests).allMatch(o -> o.outcome() == Outcome.OK);
        assertThat(play.backend.served).hasSameSizeAs(play.notes.requests);
        assertThat(play.done).isEqualTo(1);
        assertThat(play.backend.openConnections).isZero();
    }
}
