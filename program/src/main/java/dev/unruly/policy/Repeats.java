package dev.unruly.policy;

import dev.unruly.world.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which requests repeat others: the same person asks for the same thing again while the first
/// answer is missing, or soon after it was none.
///
/// A person is known by a cookie, by credentials, or by the address that a proxy has written down;
/// who has none of these is nobody, and repeats nothing that could be known. Bounded: of what is
/// too much, the oldest is forgotten.
public final class Repeats {

    /// Nobody asked.
    public static final long UNKNOWN = 0;

    /// For how long after a failure the same is a repetition: longer than people and their clients
    /// pause, shorter than what they would call another visit.
    public static final long AFTER_FAILURE_NANOS = 10_000_000_000L;

    private static final int MOST = 65_536;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final String[] WHO = {"cookie", "authorization", "x-forwarded-for"};

    private static final Long UNDER_WAY = Long.MAX_VALUE;

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
    public static long fingerprint(CharSequence method, CharSequence target, Fields fields) {
        long hash = mix(mix(FNV_OFFSET, method), target);
        boolean known = false;
        for (String who : WHO) {
            int at = fields.find(who, 0);
            if (at >= 0) {
                known = true;
                hash = mix(hash, fields.value(at));
            }
        }
        return known ? hash | 1 : UNKNOWN;
    }

    /// Who asks; [#UNKNOWN] if nobody is known.
    public static long person(Fields fields) {
        return fingerprint("", "", fields);
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
    public boolean begun(long fingerprint, long nowNanos) {
        if (fingerprint == UNKNOWN) {
            return false;
        }
        Long until = missing.put(fingerprint, UNDER_WAY);
        return until != null && until >= nowNanos;
    }

    /// A request was answered, well or not.
    public void ended(long fingerprint, boolean well, long nowNanos) {
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
