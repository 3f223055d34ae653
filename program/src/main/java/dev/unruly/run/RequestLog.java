package dev.unruly.run;

import dev.unruly.world.Loop;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The loops of a run, and a log of what is sent on them if one is wanted: see [SentLog]. Lines are
/// written as the run goes, each second; what a run was killed in the middle of is in it up to
/// then.
///
/// A disk that is full does not end a run: writing ends, and [#problem] says so. Called on one
/// thread, which is no loop's.
public final class RequestLog {

    private static final long LAST_LINES_SECONDS = 10;

    private final List<Loop> loops;
    private final List<SentLog> logs;
    private final Writer out;
    private String problem = "";

    private RequestLog(List<Loop> loops, List<SentLog> logs, Writer out) {
        this.loops = List.copyOf(loops);
        this.logs = List.copyOf(logs);
        this.out = out;
    }

    /// Loops of which nothing is logged.
    public static RequestLog none(List<Loop> loops) {
        return new RequestLog(loops, List.of(), Writer.nullWriter());
    }

    /// Loops of which everything is logged.
    ///
    /// @param addressField the header field that tells a user's address; empty: none does
    /// @param now the date at this moment
    /// @param out where lines go; whoever opened it closes it
    public static RequestLog of(List<Loop> loops, String addressField, Instant now, Writer out) {
        long nanos = loops.getFirst().nanos();
        List<SentLog> logs =
                loops.stream().map(loop -> new SentLog(loop, addressField, nanos, now)).toList();
        return new RequestLog(loops, logs, out);
    }

    /// The loops to play users on.
    List<Loop> loops() {
        return logs.isEmpty() ? loops : logs.stream().map(SentLog::loop).toList();
    }

    /// Writes what there is, and asks the loops for more.
    void second() {
        if (logs.isEmpty()) {
            return;
        }
        write();
        for (int i = 0; i < logs.size(); i++) {
            loops.get(i).post(logs.get(i)::handOver);
        }
    }

    /// Writes what is left. Nobody sends any more.
    void end() throws InterruptedException {
        for (int i = 0; i < logs.size(); i++) {
            SentLog log = logs.get(i);
            var over = new CompletableFuture<Void>();
            loops.get(i)
                    .post(() -> {
                        log.handOver();
                        over.complete(null);
                    });
            try {
                over.get(LAST_LINES_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a loop does not hand over its lines", e);
            }
        }
        write();
    }

    /// Why writing has ended early; empty: it has not.
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    private void write() {
        try {
            for (SentLog log : logs) {
                log.drainTo(problem.isEmpty() ? out : Writer.nullWriter());
            }
            if (problem.isEmpty()) {
                out.flush();
            }
        } catch (IOException e) {
            problem = "the access log could not be written any further: " + e.getMessage();
        }
    }
}
