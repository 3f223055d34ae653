package dev.unruly.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Starts and stops processes that must not outlive this one.
///
/// Where Linux's `setpriv` is at hand the kernel itself sends TERM to the child when we die,
/// however we die (`PR_SET_PDEATHSIG`). The kernel means the *thread* that started the child, so
/// each child has a thread that does nothing but start it and wait for its end. Elsewhere a
/// shutdown hook stops the child; a kill of this process then leaves it behind.
final class Launch {

    private Launch() {}

    /// A running process.
    record Running(Process process, boolean diesWithUs) {}

    static Running start(Command command, Redirects redirects) throws IOException {
        List<String> words = new ArrayList<>(command.words());
        requireProgram(command);
        Optional<Path> setpriv = setpriv();
        setpriv.ifPresent(
                path -> words.addAll(0, List.of(path.toString(), "--pdeathsig", "TERM", "--")));
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(command.environment());
        builder.directory(command.folder().toAbsolutePath().toFile());
        builder.redirectErrorStream(true);
        redirects.apply(builder);
        Process process = startAndKeep(builder);
        // It reads nothing.
        process.getOutputStream().close();
        return new Running(process, setpriv.isPresent());
    }

    /// Says where a process's output goes.
    @FunctionalInterface
    interface Redirects {
        void apply(ProcessBuilder builder);
    }

    /// Asks a process to end, waits, and kills what is left of it and of all that it had started.
    static void stop(Process process, Duration grace) throws InterruptedException {
        List<ProcessHandle> family = process.descendants().toList();
        try {
            process.destroy();
            process.waitFor(grace.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            process.destroyForcibly();
            family.forEach(ProcessHandle::destroyForcibly);
        }
        process.waitFor();
    }

    /// Found out beforehand, for `setpriv` would tell it only by an exit code.
    private static void requireProgram(Command command) throws IOException {
        String program = command.words().getFirst();
        if (!program.contains(File.separator)) {
            if (Command.find(program).isEmpty()) {
                throw new IOException("no program " + program + " on the PATH");
            }
        } else if (!Files.isExecutable(command.folder().resolve(program))) {
            throw new IOException("no program at " + command.folder().resolve(program));
        }
    }

    private static Process startAndKeep(ProcessBuilder builder) throws IOException {
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().daemon().name("child").start(() -> keep(builder, started));
        try {
            return started.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof UncheckedIOException cause) {
                throw cause.getCause();
            }
            throw failed;
        }
    }

    private static void keep(ProcessBuilder builder, CompletableFuture<Process> started) {
        Process process;
        try {
            process = builder.start();
        } catch (IOException failed) {
            started.completeExceptionally(new UncheckedIOException(failed));
            return;
        }
        started.complete(process);
        // Nobody interrupts this thread; were it to end, the kernel would end the child.
        process.onExit().join();
    }

    /// Busybox has a `setpriv` without this option.
    private static Optional<Path> setpriv() {
        return Command.find("setpriv").filter(path -> !isBusybox(path));
    }

    private static boolean isBusybox(Path path) {
        try {
            return path.toRealPath().getFileName().toString().contains("busybox");
        } catch (IOException unreadable) {
            return true;
        }
    }
}
