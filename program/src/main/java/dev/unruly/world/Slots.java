package dev.unruly.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is armed in the slots of a wheel, in no order. A slot is a chain of blocks of 64 alarms,
/// all full but the first; blocks are used again, and are made a page of 64 at a time.
///
/// An alarm knows its place, and nothing here knows more of an alarm: to add one touches no other,
/// and to remove one writes into the one that takes its place but reads none. With a million users
/// the neighbours of an alarm are in no cache, and a list of them would be walked at the pace of
/// the memory.
final class Slots {

    private static final int SHIFT = 6;
    private static final int SIZE = 1 << SHIFT;
    private static final int PAGE_SHIFT = SHIFT + 6;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;
    private static final int NONE = -1;

    /// The first block of each slot; [#NONE] where it is empty.
    private final int[] first;

    /// How many alarms there are in the first block of each slot.
    private final byte[] filled;

    private @Nullable Alarm[][] pages = new @Nullable Alarm[16][];
    private int[] slotOf = new int[64];
    private int[] behind = new int[64];
    private int made;
    private int free = NONE;

    private final long[] times = new long[SIZE];

    Slots(int count) {
        first = new int[count];
        Arrays.fill(first, NONE);
        filled = new byte[count];
    }

    /// Told of alarms one after the other.
    interface Taker {
        void take(Alarm alarm, long atNanos);
    }

    boolean isEmpty(int slot) {
        return first[slot] == NONE;
    }

    void add(Alarm alarm, int slot) {
        int block = first[slot];
        int size = filled[slot];
        if (block == NONE || size == SIZE) {
            block = newBlock(slot);
            size = 0;
        }
        put(block << SHIFT | size, alarm);
        filled[slot] = (byte) (size + 1);
    }

    /// Takes out an alarm that is in a slot. Returns the slot.
    int remove(Alarm alarm) {
        int place = alarm.place;
        int slot = slotOf[place >>> SHIFT];
        int block = first[slot];
        int size = filled[slot] - 1;
        int last = block << SHIFT | size;
        put(place, at(last));
        pages[last >>> PAGE_SHIFT][last & PAGE_MASK] = null;
        filled[slot] = (byte) size;
        if (size == 0) {
            first[slot] = behind[block];
            filled[slot] = (byte) (first[slot] == NONE ? 0 : SIZE);
            giveBack(block);
        }
        return slot;
    }

    /// Empties a slot and hands over what was in it.
    void unload(int slot, Taker to) {
        int block = first[slot];
        int size = filled[slot];
        first[slot] = NONE;
        filled[slot] = 0;
        while (block != NONE) {
            @Nullable Alarm[] page = pages[block << SHIFT >>> PAGE_SHIFT];
            int start = block << SHIFT & PAGE_MASK;
            // First all are read and then all are handed over: so the processor waits for many of
            // them at once. Each may lie where no cache has it.
            for (int i = 0; i < size; i++) {
                times[i] = known(page[start + i]).atNanos;
            }
            for (int i = 0; i < size; i++) {
                to.take(known(page[start + i]), times[i]);
                page[start + i] = null;
            }
            int next = behind[block];
            giveBack(block);
            block = next;
            size = SIZE;
        }
    }

    /// The earliest time in a slot; Long.MAX_VALUE when it is empty.
    long earliestNanos(int slot) {
        long earliest = Long.MAX_VALUE;
        int size = filled[slot];
        for (int block = first[slot]; block != NONE; block = behind[block]) {
            for (int i = 0; i < size; i++) {
                earliest = Math.min(earliest, at(block << SHIFT | i).atNanos);
            }
            size = SIZE;
        }
        return earliest;
    }

    /// Puts an empty block before those of a slot.
    private int newBlock(int slot) {
        int block = free;
        if (block != NONE) {
            free = behind[block];
        } else {
            block = made++;
            makeRoomFor(block);
        }
        slotOf[block] = slot;
        behind[block] = first[slot];
        first[slot] = block;
        return block;
    }

    private void makeRoomFor(int block) {
        int page = block << SHIFT >>> PAGE_SHIFT;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if ((block << SHIFT & PAGE_MASK) == 0) {
            pages[page] = new @Nullable Alarm[1 << PAGE_SHIFT];
        }
        if (block == slotOf.length) {
            slotOf = Arrays.copyOf(slotOf, 2 * block);
            behind = Arrays.copyOf(behind, 2 * block);
        }
    }

    private void put(int place, Alarm alarm) {
        pages[place >>> PAGE_SHIFT][place & PAGE_MASK] = alarm;
        alarm.place = place;
    }

    private Alarm at(int place) {
        return known(pages[place >>> PAGE_SHIFT][place & PAGE_MASK]);
    }

    private void giveBack(int block) {
        behind[block] = free;
        free = block;
    }

    private static Alarm known(@Nullable Alarm alarm) {
        if (alarm == null) {
            throw new IllegalStateException("a block of alarms has a hole");
        }
        return alarm;
    }
}
