package dev.unruly.wire;

import dev.unruly.world.Address;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Host names and what they stand for: asked once each, away from the loops, and remembered. A
/// look-up that failed is not remembered; several that wait for the same name share one.
final class Names implements AutoCloseable {

    private final Lookup lookup;
    private final ConcurrentMap<String, CompletableFuture<InetAddress>> known =
            new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("unruly-names-", 0).factory());

    Names(Lookup lookup) {
        this.lookup = lookup;
    }

    /// What an address stands for if that needs no waiting: it is literal, or known; else null.
    @Nullable InetSocketAddress now(Address address) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(address.host());
        if (literal != null) {
            return at(literal, address);
        }
        CompletableFuture<InetAddress> answer = known.get(address.host());
        return answer == null || !answer.isDone() || answer.isCompletedExceptionally()
                ? null
                : new InetSocketAddress(answer.join(), address.port());
    }

    /// What an address stands for, later and on any thread; fails with an [UnknownHostException]
    /// when nobody knows.
    CompletableFuture<InetSocketAddress> later(Address address) {
        return known.computeIfAbsent(address.host(), this::ask)
                .thenApply(found -> new InetSocketAddress(found, address.port()));
    }

    private CompletableFuture<InetAddress> ask(String host) {
        var answer = new CompletableFuture<InetAddress>();
        threads.execute(() -> {
            try {
                answer.complete(lookup.find(host));
            } catch (UnknownHostException e) {
                known.remove(host);
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static InetSocketAddress at(byte[] literal, Address address) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(address.host(), literal), address.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "Netty took " + address + " for an address of " + literal.length + " bytes", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
