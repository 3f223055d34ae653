package dev.unruly.world;

import java.util.Arrays;

/// Rows of so many ints each, for what there are millions of and what is seldom looked at: a row
/// costs what its ints do, no object, and nothing for a collector to follow. Rows are made in pages
/// and used again.
public final class Rows {

    /// No row.
    public static final int NONE = -1;

    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private final int width;
    private int[][] pages = new int[4][];
    private int made;
    private int free = NONE;

    /// @param width how many ints a row has
    public Rows(int width) {
        this.width = width;
    }

    /// A row that nobody uses; what is in it is chance.
    public int take() {
        int row = free;
        if (row != NONE) {
            free = at(row, 0);
            return row;
        }
        row = made++;
        int page = row >>> PAGE_SHIFT;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if ((row & PAGE_MASK) == 0) {
            pages[page] = new int[width << PAGE_SHIFT];
        }
        return row;
    }

    /// Gives a row back.
    public void give(int row) {
        put(row, 0, free);
        free = row;
    }

    /// Gives all rows back, and their memory.
    public void clear() {
        pages = new int[4][];
        made = 0;
        free = NONE;
    }

    /// Reads of both ends of a row, see [ReadAhead]; [#NONE] is no row.
    public int readAhead(int row) {
        return row == NONE ? 0 : at(row, 0) + at(row, width - 1);
    }

    /// What is at a place of a row.
    public int at(int row, int place) {
        return pages[row >>> PAGE_SHIFT][(row & PAGE_MASK) * width + place];
    }

    /// Writes to a place of a row.
    public void put(int row, int place, int value) {
        pages[row >>> PAGE_SHIFT][(row & PAGE_MASK) * width + place] = value;
    }

    /// The long at two places of a row.
    public long longAt(int row, int place) {
        int[] page = pages[row >>> PAGE_SHIFT];
        int at = (row & PAGE_MASK) * width + place;
        return (long) page[at] << 32 | (page[at + 1] & 0xffff_ffffL);
    }

    /// Writes a long to two places of a row.
    public void putLong(int row, int place, long value) {
        int[] page = pages[row >>> PAGE_SHIFT];
        int at = (row & PAGE_MASK) * width + place;
        page[at] = (int) (value >> 32);
        page[at + 1] = (int) value;
    }
}
