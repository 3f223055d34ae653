package dev.unruly.engine;

import dev.unruly.world.Rows;
import java.util.Arrays;
import java.util.BitSet;

/// Which rows of a [Dormitory] are woken when: 65,536 slots of 4 ms, used round and round, and a
/// list for what is later than four and a half minutes. A slot is a chain of blocks of 15 rows, all
/// full but the first.
final class Bedtimes {

    /// When nothing is to be done.
    static final long NEVER = Long.MAX_VALUE;

    private static final int SLOT_SHIFT = 22;
    private static final int SLOTS = 1 << 16;
    private static final int SLOT_MASK = SLOTS - 1;
    private static final int FAR = SLOTS;
    private static final int SIZE = 15;
    private static final int BEHIND = SIZE;

    private final Rows blocks = new Rows(SIZE + 1);
    private final int[] first = new int[SLOTS + 1];
    private final byte[] filled = new byte[SLOTS + 1];
    private final BitSet occupied = new BitSet(SLOTS);
    private final int[] block = new int[SIZE];
    private int size;

    /// The slot that was emptied last, counted from the loop's time 0.
    private long slot;

    /// The slot before which what is far is looked at again; by then some of it has come near.
    private long farSlot;

    /// Is given the rows that are due, a block at a time.
    interface Waker {

        /// May add rows again whose moment is still [#later].
        void wake(int[] rows, int count);
    }

    Bedtimes() {
        Arrays.fill(first, Rows.NONE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// The moment before which what is added now cannot be woken: the end of a slot.
    static long soonestNanos(long nowNanos) {
        return (slot(nowNanos) + 1) << SLOT_SHIFT;
    }

    /// Adds a row that is to be woken before a moment, which is not before [#soonestNanos].
    void add(int row, long atNanos, long nowNanos) {
        if (size == 0) {
            slot = slot(nowNanos);
        }
        size++;
        long due = atNanos >> SLOT_SHIFT;
        if (due - slot < SLOTS) {
            put(row, (int) (due & SLOT_MASK));
        } else {
            if (first[FAR] == Rows.NONE) {
                farSlot = slot + SLOTS / 2;
            }
            put(row, FAR);
        }
    }

    /// When [#wake] is to be called next: just before a slot begins.
    long nextNanos() {
        return size == 0 ? NEVER : (nextSlot() << SLOT_SHIFT) - 1;
    }

    /// Wakes what is due.
    void wake(long nowNanos, Waker waker) {
        long until = slot(nowNanos);
        while (size > 0 && nextSlot() <= until) {
            slot = nextSlot();
            if (slot == farSlot) {
                empty(FAR, waker);
            }
            empty((int) (slot & SLOT_MASK), waker);
        }
    }

    /// Forgets all.
    void clear() {
        blocks.clear();
        Arrays.fill(first, Rows.NONE);
        occupied.clear();
        size = 0;
    }

    /// The slot that begins within the nanosecond after a moment, or lies around it.
    private static long slot(long nowNanos) {
        return (nowNanos + 1) >> SLOT_SHIFT;
    }

    private long nextSlot() {
        int from = (int) ((slot + 1) & SLOT_MASK);
        int found = occupied.nextSetBit(from);
        int next = found < 0 ? occupied.nextSetBit(0) : found;
        long near = next < 0 ? Long.MAX_VALUE : slot + 1 + ((next - from) & SLOT_MASK);
        return first[FAR] == Rows.NONE ? near : Math.min(near, farSlot);
    }

    private void put(int row, int place) {
        int head = first[place];
        int count = filled[place];
        if (head == Rows.NONE || count == SIZE) {
            int made = blocks.take();
            blocks.put(made, BEHIND, head);
            first[place] = made;
            head = made;
            count = 0;
        }
        blocks.put(head, count, row);
        filled[place] = (byte) (count + 1);
        if (place < FAR) {
            occupied.set(place);
        }
    }

    private void empty(int place, Waker waker) {
        int head = first[place];
        int count = filled[place];
        first[place] = Rows.NONE;
        if (place < FAR) {
            occupied.clear(place);
        }
        while (head != Rows.NONE) {
            for (int i = 0; i < count; i++) {
                block[i] = blocks.at(head, i);
            }
            int behind = blocks.at(head, BEHIND);
            blocks.give(head);
            size -= count;
            waker.wake(block, count);
            head = behind;
            count = SIZE;
        }
    }
}
