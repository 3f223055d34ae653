package dev.unruly.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs a piece of code in several threads that begin at the same moment, many times over.
final class Together {

    interface Part {
        void run(int thread) throws Exception;
    }

    private Together() {}

    /// Runs it once in each of so many threads, and waits until all have ended.
    static void run(int threads, Part part) {
        var barrier = new CyclicBarrier(threads);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                ends.add(
                        executor.submit(() -> {
                            barrier.await();
                            part.run(thread);
                            return null;
                        }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
