package dev.unruly.learn;

import dev.unruly.model.Hit;
import dev.unruly.model.Slice;
import java.util.Arrays;

/// Requests, copied out of what they were read from so that another thread can take them.
final class Batch {

    private static final int MOST = 4_096;
    private static final int FULL = 1 << 20;
    private static final int TEXTS = 8;
    private static final int NUMBERS = 4;

    private final int[] ends = new int[MOST * TEXTS];
    private final long[] numbers = new long[MOST * NUMBERS];
    private byte[] bytes = new byte[FULL + (1 << 12)];
    private int count;
    private int used;

    /// Whether it should be handed on: it may still take one.
    boolean full() {
        return count == MOST - 1 || used >= FULL;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        used = 0;
    }

    void add(Hit hit) {
        int text = count * TEXTS;
        ends[text] = copy(hit.address());
        ends[text + 1] = copy(hit.agent());
        ends[text + 2] = copy(hit.account());
        ends[text + 3] = copy(hit.method());
        ends[text + 4] = copy(hit.url());
        ends[text + 5] = copy(hit.referrer());
        ends[text + 6] = copy(hit.contentType());
        ends[text + 7] = copy(hit.region());
        int number = count * NUMBERS;
        numbers[number] = hit.atMillis();
        numbers[number + 1] = hit.tookMicros();
        numbers[number + 2] = hit.status();
        numbers[number + 3] = hit.leftEarly() ? 1 : 0;
        count++;
    }

    private int copy(Slice slice) {
        int length = slice.length();
        if (length > 0) {
            if (used + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * (used + length));
            }
            System.arraycopy(slice.bytes(), slice.from(), bytes, used, length);
            used += length;
        }
        return used;
    }

    /// Fills a request again as it was, but for its host and the size of its answer.
    void get(int index, Hit hit) {
        int text = index * TEXTS;
        int from = index == 0 ? 0 : ends[text - 1];
        hit.address().set(bytes, from, ends[text]);
        hit.agent().set(bytes, ends[text], ends[text + 1]);
        hit.account().set(bytes, ends[text + 1], ends[text + 2]);
        hit.method().set(bytes, ends[text + 2], ends[text + 3]);
        hit.url().set(bytes, ends[text + 3], ends[text + 4]);
        hit.referrer().set(bytes, ends[text + 4], ends[text + 5]);
        hit.contentType().set(bytes, ends[text + 5], ends[text + 6]);
        hit.region().set(bytes, ends[text + 6], ends[text + 7]);
        int number = index * NUMBERS;
        hit.atMillis(numbers[number]);
        hit.tookMicros(numbers[number + 1]);
        hit.status((int) numbers[number + 2]);
        hit.leftEarly(numbers[number + 3] == 1);
    }
}
