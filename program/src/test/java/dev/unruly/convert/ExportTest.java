package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of every target.
class ExportTest {

    @ParameterizedTest
    @EnumSource(Export.class)
    void whatNoTargetKnowsIsALossOfEach(Export target) {
        Exported exported = target.of(Everything.dependencies(), Everything.protections());

        assertThat(exported.losses())
                .extracting(Loss::where, Loss::what)
                .contains(
                        tuple("identity", "concurrency"),
                        tuple("identity", "shed"),
                        tuple("identity", "throttle"),
                        tuple("identity", "eject"));
        assertThat(exported.losses()).doesNotHaveDuplicates();
        assertThat(exported.text()).isNotBlank().endsWith("\n").doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource(Export.class)
    void everyTargetIsFoundByItsName(Export target) {
        assertThat(Export.named(target.title())).contains(target);
    }

    @Test
    void aNameOfNothingIsNoTarget() {
        assertThat(Export.named("hystrix")).isEmpty();
    }

    @Test
    void whatIsProtectedHasToBeADependency() {
        var stranger = new Protection("stranger", "", List.of(new Policy.Hedge(1, Share.ALL)));

        assertThatThrownBy(() -> Everything.of(Export.NGINX, stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no dependency named stranger");
    }

    @Test
    void routesThatSoundAlikeHaveNamesOfTheirOwn() {
        var one = new Protection("identity", "/a", List.of(Everything.TIMEOUT));
        var two = new Protection("identity", "/a/*", List.of(Everything.BULKHEAD));

        assertThat(Everything.of(Export.RESILIENCE4J, one, two).text())
                .contains("      identity-a:\n", "      identity-a-2:\n");
    }
}
