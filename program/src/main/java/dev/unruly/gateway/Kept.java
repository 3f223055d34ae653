package dev.unruly.gateway;

import dev.unruly.policy.Claim;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;

/// An answer that is given again.
final class Kept implements dev.unruly.policy.Shelf.Entry {

    private static final long SECOND = 1_000_000_000L;
    private static final int NOT_MODIFIED = 304;

    /// What objects take besides their texts and bytes.
    private static final int OBJECTS_BYTES = 512;

    private static final int FIELD_BYTES = 96;

    private final String page;
    private final String key;
    private final Copy copy;
    private final Span span;

    /// Who may fetch a new one.
    private final Claim claim = new Claim();

    /// It is kept no longer.
    private boolean gone;

    /// Its times.
    ///
    /// @param madeNanos when it was made, for all that is known: its age counts from there
    /// @param fetchNanos how long fetching it took
    /// @param expiresNanos until when it is good
    /// @param staleNanos how long after that it may be given while a new one is fetched
    /// @param ifErrorNanos the same if no new one can be had
    record Span(
            long madeNanos,
            long fetchNanos,
            long expiresNanos,
            long staleNanos,
            long ifErrorNanos) {}

    /// @param page its target
    /// @param key what else it depends on
    Kept(String page, String key, Copy copy, Span span) {
        this.page = page;
        this.key = key;
        this.copy = copy;
        this.span = span;
    }

    @Override
    public String page() {
        return page;
    }

    @Override
    public String key() {
        return key;
    }

    Copy copy() {
        return copy;
    }

    Span span() {
        return span;
    }

    @Override
    public long bytes() {
        long bytes = OBJECTS_BYTES + 2L * (page.length() + key.length()) + copy.body().length;
        for (int i = 0; i < copy.fields().size(); i++) {
            bytes += FIELD_BYTES + copy.fields().name(i).length() + copy.fields().value(i).length();
        }
        return bytes;
    }

    /// Whether it may be given if no new one can be had.
    boolean helps(long nowNanos) {
        return !gone && nowNanos - span.expiresNanos < Math.max(span.staleNanos, span.ifErrorNanos);
    }

    @Override
    public void gone() {
        gone = true;
    }

    Claim claim() {
        return claim;
    }

    /// Answers with it.
    ///
    /// @param same whether who asks has it already
    void answer(Asked asked, boolean headOnly, boolean same, long nowNanos) {
        long age = Math.max(0, nowNanos - span.madeNanos) / SECOND;
        var fields = WithField.of(copy.fields(), "Age", Long.toString(age));
        if (same) {
            asked.answer(RelayedHead.answer(NOT_MODIFIED, fields), 0);
            return;
        }
        int size = copy.body().length;
        asked.answer(RelayedHead.answer(copy.status(), fields), size);
        if (size > 0) {
            if (!headOnly) {
                asked.write(Bytes.of(copy.body()));
            }
            asked.finish();
        }
    }
}
