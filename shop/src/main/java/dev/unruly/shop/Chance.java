package dev.unruly.shop;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// All of the shop's chance, from one seed: every purpose has draws of its own.
record Chance(long seed) {
    /// The same draws each time it is asked for the same purpose.
    RandomGenerator stream(String purpose) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(seed ^ hash);
    }
}
