package dev.unruly.backend;

import java.util.LinkedHashMap;
import java.util.Map;

/// Which requests repeat others: the same person asks for the same thing again while the first
/// answer is missing, or soon after it was none.
///
/// Who is nobody repeats nothing that could be known. Bounded: of what is too much, the oldest is
/// forgotten.
final class Repeats {

    /// Nobody asked.
    static final long UNKNOWN = 0;

    /// For how long after a failure the same is a repetition: longer than people and their clients
    /// pause, shorter than what they would call another visit.
    static final long AFTER_FAILURE_NANOS = 10_000_000_000L;

    private static final int MOST = 65_536;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /// What is missing, and until when it is remembered; Long.MAX_VALUE: it is under way.
    private final Map<Long, Long> missing =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                    return size() > MOST;
                }
            };

    /// Who asks for what; [#UNKNOWN] if nobody is known.
    static long fingerprint(Asker asker, CharSequence target) {
        if (asker.person().isEmpty()) {
            return UNKNOWN;
        }
        return mix(mix(mix(FNV_OFFSET, asker.method()), target), asker.person()) | 1;
    }

    /// FNV-1a (Fowler, Noll & Vo, 1991), with a mark between texts.
    private static long mix(long hash, CharSequence text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return (mixed ^ 0xffff) * FNV_PRIME;
    }

    /// A request comes. Returns whether it repeats another.
    boolean begun(long fingerprint, long nowNanos) {
        if (fingerprint == UNKNOWN) {
            return false;
        }
        Long until = missing.put(fingerprint, Long.MAX_VALUE);
        return until != null && until >= nowNanos;
    }

    /// A request was answered, well or not.
    void ended(long fingerprint, boolean well, long nowNanos) {
        if (fingerprint == UNKNOWN) {
            return;
        }
        if (well) {
            missing.remove(fingerprint);
        } else {
            missing.put(fingerprint, nowNanos + AFTER_FAILURE_NANOS);
        }
    }
}
