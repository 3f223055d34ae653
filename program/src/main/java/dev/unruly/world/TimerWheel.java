package dev.unruly.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The timers of one loop: two levels of 1,024 slots of about a millisecond and a second, a list
/// for what is later than twenty minutes, and an exact heap for the tick that is running.
///
/// Arming, moving and disarming cost O(1) and allocate nothing; alarms ring in the exact order of
/// their times, and of their arming where times are equal. After Varghese & Lauck, "Hashed and
/// Hierarchical Timing Wheels" (1987), scheme 7; the heap makes the order exact, which a wheel
/// alone is not.
public final class TimerWheel {

    static final int NOT_ARMED = -1;

    private static final int BITS = 10;
    private static final int SLOTS = 1 << BITS;
    private static final int MASK = SLOTS - 1;
    private static final int FAR = 2 * SLOTS;
    private static final int FAR_BITS = 2 * BITS;
    private static final int TICK_SHIFT = 20;

    /// What [#nextNanos] answers when nothing is armed.
    public static final long NEVER = Long.MAX_VALUE;

    private final @Nullable Alarm[] heads = new @Nullable Alarm[2 * SLOTS + 1];
    private final long[] occupied = new long[2 * SLOTS / 64];
    private @Nullable Alarm[] heap = new @Nullable Alarm[64];
    private int heapSize;
    private long tick;
    private long armings;
    private int armed;

    /// How many alarms are armed.
    public int armed() {
        return armed;
    }

    /// Arms an alarm, or moves one that is armed. Negative times count as 0.
    public void arm(Alarm alarm, long atNanos) {
        if (alarm.slot != NOT_ARMED) {
            disarm(alarm);
        }
        alarm.atNanos = Math.max(0, atNanos);
        alarm.order = armings++;
        armed++;
        place(alarm);
    }

    /// Takes an alarm back; does nothing when it is not armed.
    public void disarm(Alarm alarm) {
        int slot = alarm.slot;
        if (slot == NOT_ARMED) {
            return;
        }
        armed--;
        if (slot < NOT_ARMED) {
            removeFromHeap(heapIndex(slot));
        } else {
            unlink(alarm, slot);
        }
        alarm.slot = NOT_ARMED;
    }

    /// When the next alarm rings, exactly; [#NEVER] when there is none.
    public long nextNanos() {
        while (heapSize == 0) {
            if (armed == 0) {
                return NEVER;
            }
            moveToNextOccupiedTick();
        }
        return first().atNanos;
    }

    /// Takes out the next alarm that is due, without ringing it; null when none is.
    public @Nullable Alarm takeDue(long nowNanos) {
        if (nextNanos() > nowNanos || heapSize == 0) {
            return null;
        }
        Alarm due = first();
        removeFromHeap(0);
        due.slot = NOT_ARMED;
        armed--;
        return due;
    }

    /// Rings everything that is due, also what is armed for now or earlier meanwhile, but at most
    /// `most` alarms. Returns how many rang.
    public int ring(long nowNanos, int most) {
        int rang = 0;
        while (rang < most) {
            Alarm due = takeDue(nowNanos);
            if (due == null) {
                break;
            }
            due.ring(nowNanos);
            rang++;
        }
        return rang;
    }

    private void place(Alarm alarm) {
        long at = alarm.atNanos >>> TICK_SHIFT;
        if (at <= tick) {
            addToHeap(alarm);
        } else if (at >>> BITS == tick >>> BITS) {
            link(alarm, (int) (at & MASK));
        } else if (at >>> FAR_BITS == tick >>> FAR_BITS) {
            link(alarm, SLOTS + (int) ((at >>> BITS) & MASK));
        } else {
            link(alarm, FAR);
        }
    }

    private void moveToNextOccupiedTick() {
        int near = nextOccupied((int) (tick & MASK) + 1, SLOTS);
        if (near >= 0) {
            tick = (tick & ~(long) MASK) | near;
            unload(near);
            return;
        }
        int block = nextOccupied(SLOTS + (int) ((tick >>> BITS) & MASK) + 1, 2 * SLOTS);
        if (block >= 0) {
            tick = (((tick >>> BITS) & ~(long) MASK) | (block - SLOTS)) << BITS;
            unload(block);
            return;
        }
        tick = (earliestFarTick() >>> FAR_BITS) << FAR_BITS;
        unload(FAR);
    }

    /// Places anew what hangs in a slot; the heap puts it into its order.
    private void unload(int slot) {
        Alarm alarm = heads[slot];
        heads[slot] = null;
        markEmpty(slot);
        while (alarm != null) {
            Alarm next = alarm.next;
            alarm.next = null;
            alarm.previous = null;
            place(alarm);
            alarm = next;
        }
    }

    private long earliestFarTick() {
        long earliest = Long.MAX_VALUE;
        for (Alarm alarm = heads[FAR]; alarm != null; alarm = alarm.next) {
            earliest = Math.min(earliest, alarm.atNanos >>> TICK_SHIFT);
        }
        if (earliest == Long.MAX_VALUE) {
            throw new IllegalStateException(armed + " alarms are armed but none is found");
        }
        return earliest;
    }

    private int nextOccupied(int from, int to) {
        int word = from >>> 6;
        if (from >= to) {
            return -1;
        }
        long bits = occupied[word] & -1L << (from & 63);
        while (true) {
            if (bits != 0) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
                return slot < to ? slot : -1;
            }
            if (++word << 6 >= to) {
                return -1;
            }
            bits = occupied[word];
        }
    }

    private void link(Alarm alarm, int slot) {
        Alarm head = heads[slot];
        alarm.slot = slot;
        alarm.previous = null;
        alarm.next = head;
        if (head != null) {
            head.previous = alarm;
        }
        heads[slot] = alarm;
        if (slot < FAR) {
            occupied[slot >>> 6] |= 1L << (slot & 63);
        }
    }

    private void unlink(Alarm alarm, int slot) {
        Alarm next = alarm.next;
        Alarm previous = alarm.previous;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else {
            heads[slot] = next;
            if (next == null) {
                markEmpty(slot);
            }
        }
        alarm.next = null;
        alarm.previous = null;
    }

    private void markEmpty(int slot) {
        if (slot < FAR) {
            occupied[slot >>> 6] &= ~(1L << (slot & 63));
        }
    }

    private void addToHeap(Alarm alarm) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heapSize);
        }
        siftUp(heapSize++, alarm);
    }

    private void removeFromHeap(int index) {
        Alarm last = inHeap(--heapSize);
        heap[heapSize] = null;
        if (index == heapSize) {
            return;
        }
        int parent = (index - 1) >>> 1;
        if (index > 0 && earlier(last, inHeap(parent))) {
            siftUp(index, last);
        } else {
            siftDown(index, last);
        }
    }

    private void siftUp(int start, Alarm alarm) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            Alarm above = inHeap(parent);
            if (!earlier(alarm, above)) {
                break;
            }
            put(index, above);
            index = parent;
        }
        put(index, alarm);
    }

    private void siftDown(int start, Alarm alarm) {
        int index = start;
        int half = heapSize >>> 1;
        while (index < half) {
            int child = 2 * index + 1;
            Alarm below = inHeap(child);
            if (child + 1 < heapSize && earlier(inHeap(child + 1), below)) {
                below = inHeap(++child);
            }
            if (!earlier(below, alarm)) {
                break;
            }
            put(index, below);
            index = child;
        }
        put(index, alarm);
    }

    private void put(int index, Alarm alarm) {
        heap[index] = alarm;
        alarm.slot = -(index + 2);
    }

    private Alarm first() {
        return inHeap(0);
    }

    private Alarm inHeap(int index) {
        Alarm alarm = heap[index];
        if (alarm == null) {
            throw new IllegalStateException("the heap has a hole at " + index + " of " + heapSize);
        }
        return alarm;
    }

    private static int heapIndex(int slot) {
        return -slot - 2;
    }

    private static boolean earlier(Alarm a, Alarm b) {
        return a.atNanos < b.atNanos || (a.atNanos == b.atNanos && a.order < b.order);
    }
}
