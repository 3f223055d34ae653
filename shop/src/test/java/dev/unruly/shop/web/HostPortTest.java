package dev.unruly.shop.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    @Test
    void itIsWrittenAsItIsRead() {
        assertThat(HostPort.parse("127.0.0.1:80")).hasToString("127.0.0.1:80");
        assertThat(HostPort.parse("[::1]:65535")).isEqualTo(new HostPort("::1", 65_535));
        assertThat(HostPort.parse("[::1]:1")).hasToString("[::1]:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", ":80", "host:", "host:x", "host:65536", "host:-1", "::1:80"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
