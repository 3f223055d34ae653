package dev.unruly.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The timers of one loop: 1,024 slots of 66 µs, 16,384 of 67 ms, a list for what is later than
/// eighteen minutes, and an exact heap for the tick that is running.
///
/// Arming, moving and disarming cost O(1) and allocate nothing; alarms ring in the exact order of
/// their times, and of their arming where times are equal. After Varghese & Lauck, "Hashed and
/// Hierarchical Timing Wheels" (1987), scheme 7; the heap makes the order exact, which a wheel
/// alone is not. A tick is so short that the heap stays small with a million users, and a block so
/// short that moving what it holds stops nobody.
public final class TimerWheel {

    static final int NOT_ARMED = -1;

    private static final int TICK_SHIFT = 16;
    private static final int BLOCK_SHIFT = 10;
    private static final int TICKS = 1 << BLOCK_SHIFT;
    private static final int TICK_MASK = TICKS - 1;
    private static final int FAR_SHIFT = BLOCK_SHIFT + 14;
    private static final int BLOCKS = 1 << (FAR_SHIFT - BLOCK_SHIFT);
    private static final int BLOCK_MASK = BLOCKS - 1;
    private static final int FAR = TICKS + BLOCKS;

    /// What [#nextNanos] answers when nothing is armed.
    public static final long NEVER = Long.MAX_VALUE;

    private final @Nullable Alarm[] heads = new @Nullable Alarm[FAR + 1];
    private final long[] occupied = new long[FAR / 64];
    private @Nullable Alarm[] heap = new @Nullable Alarm[64];

    /// When the alarms of the heap ring: comparing them need not look at the alarms.
    private long[] heapNanos = new long[64];

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
        } else if (at >>> BLOCK_SHIFT == tick >>> BLOCK_SHIFT) {
            link(alarm, (int) (at & TICK_MASK));
        } else if (at >>> FAR_SHIFT == tick >>> FAR_SHIFT) {
            link(alarm, TICKS + (int) ((at >>> BLOCK_SHIFT) & BLOCK_MASK));
        } else {
            link(alarm, FAR);
        }
    }

    private void moveToNextOccupiedTick() {
        int near = nextOccupied((int) (tick & TICK_MASK) + 1, TICKS);
        if (near >= 0) {
            tick = (tick & ~(long) TICK_MASK) | near;
            unload(near);
            return;
        }
        int block = nextOccupied(TICKS + (int) ((tick >>> BLOCK_SHIFT) & BLOCK_MASK) + 1, FAR);
        if (block >= 0) {
            tick = (((tick >>> BLOCK_SHIFT) & ~(long) BLOCK_MASK) | (block - TICKS)) << BLOCK_SHIFT;
            unload(block);
            return;
        }
        tick = (earliestFarTick() >>> FAR_SHIFT) << FAR_SHIFT;
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
            heapNanos = Arrays.copyOf(heapNanos, 2 * heapSize);
        }
        siftUp(heapSize++, alarm);
    }

    private void removeFromHeap(int index) {
        Alarm last = inHeap(--heapSize);
        heap[heapSize] = null;
        if (index == heapSize) {
            return;
        }
        if (index > 0 && earlier(last, (index - 1) >>> 1)) {
            siftUp(index, last);
        } else {
            siftDown(index, last);
        }
    }

    private void siftUp(int start, Alarm alarm) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!earlier(alarm, parent)) {
                break;
            }
            put(index, inHeap(parent));
            index = parent;
        }
        put(index, alarm);
    }

    private void siftDown(int start, Alarm alarm) {
        int index = start;
        int half = heapSize >>> 1;
        while (index < half) {
            int child = 2 * index + 1;
            if (child + 1 < heapSize && earlier(child + 1, child)) {
                child++;
            }
            if (earlier(alarm, child)) {
                break;
            }
            put(index, inHeap(child));
            index = child;
        }
        put(index, alarm);
    }

    private void put(int index, Alarm alarm) {
        heap[index] = alarm;
        heapNanos[index] = alarm.atNanos;
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

    /// Whether an alarm rings before the one at a place of the heap.
    private boolean earlier(Alarm alarm, int index) {
        long other = heapNanos[index];
        return alarm.atNanos < other
                || (alarm.atNanos == other && alarm.order < inHeap(index).order);
    }

    /// Whether the alarm at one place of the heap rings before that at another.
    private boolean earlier(int one, int other) {
        return heapNanos[one] < heapNanos[other]
                || (heapNanos[one] == heapNanos[other] && inHeap(one).order < inHeap(other).order);
    }
}
