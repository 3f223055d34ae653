package dev.unruly.engine;

import java.util.ArrayList;
import java.util.List;

/// Several processes merged into one order of time: who starts next. A binary heap of streams;
/// equal moments are ordered by the user's number, so that the order is the same on any slice.
final class Arrivals {

    /// A stream, and its process.
    private record Source(Stream stream, Origin process) {}

    private final Source[] heap;
    private int size;
    private boolean fresh = true;

    private Arrivals(List<Source> sources) {
        this.heap = new Source[sources.size()];
        for (Source source : sources) {
            if (source.stream().next()) {
                siftUp(size++, source);
            }
        }
    }

    /// Everyone from the run's beginning on.
    static Arrivals of(List<Origin> processes, Slice slice) {
        var sources = new ArrayList<Source>();
        for (Origin process : processes) {
            process.onwards(slice).forEach(s -> sources.add(new Source(s, process)));
        }
        return new Arrivals(sources);
    }

    /// Goes on to who starts next. Returns false when nobody does.
    boolean next() {
        if (fresh) {
            fresh = false;
            return size > 0;
        }
        if (size == 0) {
            return false;
        }
        Source first = heap[0];
        if (first.stream().next()) {
            siftDown(first);
        } else if (--size > 0) {
            siftDown(heap[size]);
        }
        return size > 0;
    }

    /// When they start.
    long atNanos() {
        return heap[0].stream().atNanos();
    }

    /// Their number.
    long user() {
        return heap[0].stream().user();
    }

    /// Their region where it is settled, else -1.
    int region() {
        return heap[0].stream().region();
    }

    /// What they come from.
    Origin process() {
        return heap[0].process();
    }

    private void siftUp(int start, Source source) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!earlier(source, heap[parent])) {
                break;
            }
            heap[index] = heap[parent];
            index = parent;
        }
        heap[index] = source;
    }

    private void siftDown(Source source) {
        int index = 0;
        int half = size >>> 1;
        while (index < half) {
            int child = 2 * index + 1;
            if (child + 1 < size && earlier(heap[child + 1], heap[child])) {
                child++;
            }
            if (!earlier(heap[child], source)) {
                break;
            }
            heap[index] = heap[child];
            index = child;
        }
        heap[index] = source;
    }

    private static boolean earlier(Source a, Source b) {
        long left = a.stream().atNanos();
        long right = b.stream().atNanos();
        return left < right || (left == right && a.stream().user() < b.stream().user());
    }
}
