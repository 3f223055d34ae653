package dev.unruly.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unruly.world.Ending;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What sockets throw says how the attempt ended, over either transport.
final class EndingsTest {

    @BeforeAll
    static void loadNettysNativePart() {
        assumeTrue(Epoll.isAvailable(), "Netty's own exceptions exist on Linux only");
    }

    private static NativeIoException number(int number) {
        return new NativeIoException("call", -number);
    }

    /// As Netty's epoll transport reports a connect that failed.
    private static ConnectException connect(int number) {
        return new ConnectException("connect(..) failed with error(-" + number + "): words");
    }

    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(connect(111), Ending.REFUSED),
                Arguments.of(new ConnectException("Connection refused"), Ending.REFUSED),
                Arguments.of(connect(110), Ending.UNREACHABLE),
                Arguments.of(new ConnectException("Connection timed out"), Ending.UNREACHABLE),
                Arguments.of(new NoRouteToHostException(), Ending.UNREACHABLE),
                Arguments.of(new SocketException("Network is unreachable"), Ending.UNREACHABLE),
                Arguments.of(connect(13), Ending.UNREACHABLE),
                Arguments.of(connect(99), Ending.NO_PORTS),
                Arguments.of(new BindException("Cannot assign requested"), Ending.NO_PORTS),
                Arguments.of(
                        new SocketException("Cannot assign requested address"), Ending.NO_PORTS),
                Arguments.of(new ChannelException(number(24)), Ending.NO_DESCRIPTORS),
                Arguments.of(new ChannelException(number(23)), Ending.NO_DESCRIPTORS),
                Arguments.of(
                        new ChannelException(new SocketException("Too many open files")),
                        Ending.NO_DESCRIPTORS),
                Arguments.of(number(12), Ending.NO_MEMORY),
                Arguments.of(number(105), Ending.NO_MEMORY),
                Arguments.of(
                        new OutOfMemoryError("failed to allocate 16 bytes of direct memory"),
                        Ending.NO_MEMORY),
                Arguments.of(number(104), Ending.RESET),
                Arguments.of(number(32), Ending.RESET),
                Arguments.of(new IOException("Broken pipe"), Ending.RESET),
                Arguments.of(new UnknownHostException("nowhere"), Ending.NO_NAME));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void endings(Throwable thrown, Ending ending) {
        assertThat(Endings.of(thrown)).isEqualTo(ending);
    }

    @Test
    void onlyMemoryOutsideTheHeapEndsOneConnection() {
        assertThat(Endings.isDirectMemory(new OutOfMemoryError("direct buffer memory"))).isTrue();
        assertThat(Endings.isDirectMemory(new OutOfMemoryError("Java heap space"))).isFalse();
        assertThat(Endings.isDirectMemory(new OutOfMemoryError())).isFalse();
    }

    @Test
    void whyAnAddressIsNotBound() {
        assertThat(Endings.whyNotBound(number(98))).contains("something else listens");
        assertThat(Endings.whyNotBound(number(99))).contains("not an address of this machine");
        assertThat(Endings.whyNotBound(number(13))).contains("not permitted");
        assertThat(Endings.whyNotBound(new BindException("as the JDK says it")))
                .isEqualTo("as the JDK says it");
    }
}
