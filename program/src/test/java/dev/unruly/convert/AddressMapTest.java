package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Regions of addresses.
final class AddressMapTest {

    @TempDir private Path folder;

    private AddressMap read(String text) throws IOException {
        Path file = folder.resolve("regions.csv");
        Files.writeString(file, text);
        return AddressMap.read(file);
    }

    private static String region(AddressMap map, String address) {
        var slice = new Slice();
        slice.set(address);
        return map.region(slice);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0, tokyo",
        "203.0.113.255, tokyo",
        "203.0.114.0, japan",
        "203.0.112.255, japan",
        "203.1.0.0, anywhere",
        "203.0.113.7, office",
        "203.0.113.7:51234, office",
        "::ffff:203.0.113.7, office",
        "2001:db8::1, frankfurt",
        "[2001:db8::1]:443, frankfurt",
        "2001:db8:0:0:0:0:0:1%eth0, frankfurt",
        "2001:DB8:1:2:3:4:5:6, six",
        "2001:db9::, ''",
        "1:2:3:4:5:6:7, ''",
        "1::2::3, ''",
        "256.1.1.1, ''",
        "1.2.3, ''",
        "nobody, ''",
        "-, ''",
        "'', ''"
    })
    void theLongestPrefixCounts(String address, String region) throws IOException {
        AddressMap map =
                read(
                        """
                        range,region
                        # the office itself
                        203.0.113.7,office
                        203.0.113.0/24,tokyo
                        203.0.0.0/16,"japan"
                        0.0.0.0/0,anywhere
                        2001:db8::/32,frankfurt
                        2001:db8:1:2:3:4:5:6/128,six
                        """);

        assertThat(region(map, address)).isEqualTo(region);
    }

    @Test
    void allThatIsWrongIsToldWithItsLineAndWhatWouldBeRight() {
        assertThatThrownBy(() ->
                        read(
                                """
                                203.0.113.0/24
                                203.0.113.0/33,tokyo
                                203.0.113.1/24,tokyo
                                2001:db8::1/32,frankfurt
                                tokyo,203.0.113.0/24
                                10.0.0.0/8,
                                10.0.0.0/8,a
                                10.0.0.0/8,a
                                10.0.0.0/8,b
                                """))
                .isInstanceOf(IOException.class)
                .satisfies(e ->
                        assertThat(String.valueOf(e.getMessage()).lines())
                                .satisfiesExactly(
                                        l ->
                                                assertThat(l)
                                                        .contains(
                                                                ":1: `203.0.113.0/24` is not two fields; write a range"),
                                        l ->
                                                assertThat(l)
                                                        .contains(
                                                                ":2: `203.0.113.0/33` has no prefix from 0 to 32"),
                                        l ->
                                                assertThat(l)
                                                        .contains(
                                                                ":3: `203.0.113.1/24` has bits behind its prefix; write 203.0.113.0/24"),
                                        l ->
                                                assertThat(l)
                                                        .contains(
                                                                ":4: `2001:db8::1/32` has bits behind its prefix; write 2001:db8:0:0:0:0:0:0/32"),
                                        l ->
                                                assertThat(l)
                                                        .contains(
                                                                ":5: `tokyo` is no range of addresses"),
                                        l -> assertThat(l).contains(":6: a region needs a name"),
                                        l ->
                                                assertThat(l)
                                                        .contains(
                                                                ":9: `10.0.0.0/8` was given before, for a; remove one")));
        assertThatThrownBy(() -> read("range,region\n"))
                .hasMessageContaining("regions.csv: there is no range; write a range and a region");
        assertThatThrownBy(() -> read("\0\u001b[31m,\n"))
                .hasMessageNotContainingAny("\u001b", "\0");
    }
}
