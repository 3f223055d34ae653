package dev.unruly.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What people carry who rest, by their rows. It takes room only where somebody carries anything.
final class Satchels {

    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private @Nullable Page[] pages = new @Nullable Page[4];

    private static final class Page {
        private final @Nullable Object[] held = new @Nullable Object[1 << PAGE_SHIFT];
    }

    /// Puts bytes down.
    void put(int row, byte[] bytes) {
        int at = row >>> PAGE_SHIFT;
        if (at >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(at + 1, 2 * pages.length));
        }
        Page page = pages[at];
        if (page == null) {
            page = new Page();
            pages[at] = page;
        }
        page.held[row & PAGE_MASK] = bytes;
    }

    /// Takes up what was put down.
    byte[] take(int row) {
        Page page = pages[row >>> PAGE_SHIFT];
        Object held = page == null ? null : page.held[row & PAGE_MASK];
        if (page == null || !(held instanceof byte[] bytes)) {
            throw new IllegalStateException("nothing was put down at " + row);
        }
        page.held[row & PAGE_MASK] = null;
        return bytes;
    }

    /// Forgets all.
    void clear() {
        pages = new @Nullable Page[4];
    }
}
