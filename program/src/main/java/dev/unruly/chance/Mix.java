package dev.unruly.chance;

import java.nio.charset.StandardCharsets;

/// The bit mixer under every draw.
final class Mix {

    /// 2⁶⁴ divided by the golden ratio, odd: the step between neighbouring keys.
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Mix() {}

    /// A bijection of 64 bits in which every input bit moves about half of the output bits:
    /// SplitMix64's finaliser with variant 13 of David Stafford, "Better bit mixing: improving on
    /// MurmurHash3's 64-bit finalizer", 2011.
    static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// The hash of a name: FNV-1a (Fowler, Noll & Vo) over its UTF-8 bytes, mixed.
    static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }
}
