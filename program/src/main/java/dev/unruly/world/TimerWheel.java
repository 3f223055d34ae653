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
/// short that moving what it holds stops nobody. What is in no cache is not waited for one after
/// the other, see [Slots] and [ReadAhead].
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

    /// So many alarms must be in a tick that it is worth while to read ahead.
    private static final int WORTH_READING_AHEAD = 4;

    /// Of a crowd at one moment no more is read ahead than stays in a cache until it is its turn.
    private static final int MOST_READ_AHEAD = 256;

    /// How many references away what an alarm needs is looked for.
    private static final int MOST_DEPTHS = 6;

    /// What [#nextNanos] answers when nothing is armed.
    public static final long NEVER = Long.MAX_VALUE;

    private final Slots slots = new Slots(FAR + 1);
    private final Slots.Taker placing = this::place;
    private final long[] occupied = new long[FAR / 64];
    private @Nullable Alarm[] heap = new @Nullable Alarm[64];

    /// When the alarms of the heap ring: comparing them need not look at the alarms.
    private long[] heapNanos = new long[64];

    private int heapSize;
    private long tick;

    private final @Nullable Alarm[] ahead = new @Nullable Alarm[MOST_READ_AHEAD];

    /// Hangs on what was read, so that it is.
    @SuppressWarnings("unused")
    private int readAhead;

    private long armings;
    private int armed;

    /// How many alarms are armed.
    public int armed() {
        return armed;
    }

    /// Arms an alarm, or moves one that is armed. Negative times count as 0.
    public void arm(Alarm alarm, long atNanos) {
        arm(alarm, atNanos, armings++);
    }

    /// The same for an alarm whose turn was given before: to it, or to what it stands for.
    public void arm(Alarm alarm, long atNanos, long turn) {
        if (alarm.place != NOT_ARMED) {
            disarm(alarm);
        }
        long at = Math.max(0, atNanos);
        alarm.atNanos = at;
        alarm.order = turn;
        armed++;
        place(alarm, at);
    }

    /// Takes an alarm back; does nothing when it is not armed.
    public void disarm(Alarm alarm) {
        int place = alarm.place;
        if (place == NOT_ARMED) {
            return;
        }
        armed--;
        if (place < NOT_ARMED) {
            removeFromHeap(heapIndex(place));
        } else {
            int slot = slots.remove(alarm);
            if (slots.isEmpty(slot)) {
                markEmpty(slot);
            }
        }
        alarm.place = NOT_ARMED;
    }

    /// When the next alarm rings, exactly; [#NEVER] when there is none.
    public long nextNanos() {
        while (heapSize == 0) {
            if (armed == 0) {
                return NEVER;
            }
            moveToNextOccupiedTick();
        }
        return heapNanos[0];
    }

    /// Takes out the next alarm that is due, without ringing it; null when none is.
    public @Nullable Alarm takeDue(long nowNanos) {
        if (nextNanos() > nowNanos || heapSize == 0) {
            return null;
        }
        Alarm due = first();
        removeFromHeap(0);
        due.place = NOT_ARMED;
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

    private void place(Alarm alarm, long atNanos) {
        long at = atNanos >>> TICK_SHIFT;
        if (at <= tick) {
            addToHeap(alarm, atNanos);
        } else if (at >>> BLOCK_SHIFT == tick >>> BLOCK_SHIFT) {
            add(alarm, (int) (at & TICK_MASK));
        } else if (at >>> FAR_SHIFT == tick >>> FAR_SHIFT) {
            add(alarm, TICKS + (int) ((at >>> BLOCK_SHIFT) & BLOCK_MASK));
        } else {
            add(alarm, FAR);
        }
    }

    private void moveToNextOccupiedTick() {
        int near = nextOccupied((int) (tick & TICK_MASK) + 1, TICKS);
        if (near >= 0) {
            tick = (tick & ~(long) TICK_MASK) | near;
            unload(near);
            readAhead();
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

    /// Places anew what is in a slot; the heap puts it into its order.
    private void unload(int slot) {
        markEmpty(slot);
        slots.unload(slot, placing);
    }

    /// Reads what the alarms in the heap will need, see [ReadAhead].
    private void readAhead() {
        if (heapSize < WORTH_READING_AHEAD) {
            return;
        }
        int asked = Math.min(heapSize, MOST_READ_AHEAD);
        System.arraycopy(heap, 0, ahead, 0, asked);
        int left = asked;
        int sum = 0;
        for (int depth = 0; left > 0 && depth < MOST_DEPTHS; depth++) {
            int kept = 0;
            for (int i = 0; i < left; i++) {
                Alarm alarm = ahead[i];
                int read = alarm == null ? 0 : alarm.readAhead(depth);
                sum += read;
                if (read != 0) {
                    ahead[kept++] = alarm;
                }
            }
            left = kept;
        }
        Arrays.fill(ahead, 0, asked, null);
        readAhead = sum;
    }

    private long earliestFarTick() {
        long earliest = slots.earliestNanos(FAR);
        if (earliest == Long.MAX_VALUE) {
            throw new IllegalStateException(armed + " alarms are armed but none is found");
        }
        return earliest >>> TICK_SHIFT;
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

    private void add(Alarm alarm, int slot) {
        slots.add(alarm, slot);
        if (slot < FAR) {
            occupied[slot >>> 6] |= 1L << (slot & 63);
        }
    }

    private void markEmpty(int slot) {
        if (slot < FAR) {
            occupied[slot >>> 6] &= ~(1L << (slot & 63));
        }
    }

    private void addToHeap(Alarm alarm, long atNanos) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heapSize);
            heapNanos = Arrays.copyOf(heapNanos, 2 * heapSize);
        }
        siftUp(heapSize++, alarm, atNanos);
    }

    private void removeFromHeap(int index) {
        Alarm last = inHeap(--heapSize);
        long lastNanos = heapNanos[heapSize];
        heap[heapSize] = null;
        if (index == heapSize) {
            return;
        }
        if (index > 0 && earlier(last, lastNanos, (index - 1) >>> 1)) {
            siftUp(index, last, lastNanos);
        } else {
            siftDown(index, last, lastNanos);
        }
    }

    private void siftUp(int start, Alarm alarm, long atNanos) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!earlier(alarm, atNanos, parent)) {
                break;
            }
            put(index, inHeap(parent), heapNanos[parent]);
            index = parent;
        }
        put(index, alarm, atNanos);
    }

    private void siftDown(int start, Alarm alarm, long atNanos) {
        int index = start;
        int half = heapSize >>> 1;
        while (index < half) {
            int child = 2 * index + 1;
            if (child + 1 < heapSize && earlier(child + 1, child)) {
                child++;
            }
            if (earlier(alarm, atNanos, child)) {
                break;
            }
            put(index, inHeap(child), heapNanos[child]);
            index = child;
        }
        put(index, alarm, atNanos);
    }

    private void put(int index, Alarm alarm, long atNanos) {
        heap[index] = alarm;
        heapNanos[index] = atNanos;
        alarm.place = -(index + 2);
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

    private static int heapIndex(int place) {
        return -place - 2;
    }

    /// Whether an alarm rings before the one at a place of the heap.
    private boolean earlier(Alarm alarm, long atNanos, int index) {
        long other = heapNanos[index];
        return atNanos < other || (atNanos == other && alarm.order < inHeap(index).order);
    }

    /// Whether the alarm at one place of the heap rings before that at another.
    private boolean earlier(int one, int other) {
        return heapNanos[one] < heapNanos[other]
                || (heapNanos[one] == heapNanos[other] && inHeap(one).order < inHeap(other).order);
    }
}
