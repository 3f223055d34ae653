package dev.unruly.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(20)
final class ChildTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir private Path folder;

    @Test
    void aChildWritesToItsLogAndEndsWhenAsked() throws Exception {
        Path log = folder.resolve("child.log");
        Files.writeString(log, "before\n");
        Child child = Child.start(Command.shell("echo hello; echo oops >&2; exec sleep 60"), log);
        waitFor(log, "oops");
        assertThat(child.alive()).isTrue();
        assertThat(child.exitCode()).isEmpty();
        assertThat(child.await(Duration.ZERO)).isFalse();
        child.stop(LONG);
        assertThat(child.alive()).isFalse();
        assertThat(child.exitCode()).hasValue(128 + 15);
        assertThat(log).hasContent("before\nhello\noops\n");
    }

    @Test
    void aChildThatEndsByItselfTellsItsExitCode() throws Exception {
        try (Child child = Child.start(Command.shell("exit 7"), folder.resolve("log"))) {
            assertThat(child.await(LONG)).isTrue();
            assertThat(child.exitCode()).hasValue(7);
        }
    }

    @Test
    void aChildThatDoesNotListenIsKilledWithAllItStarted() throws Exception {
        Path log = folder.resolve("child.log");
        Child child =
                Child.start(
                        Command.shell(
                                "trap '' TERM; sleep 60 & echo started $!; while :; do wait; done"),
                        log);
        waitFor(log, "started");
        long grandchild = number(Files.readString(log));
        assertThat(ProcessHandle.of(grandchild)).isPresent();
        child.stop(Duration.ofMillis(50));
        assertThat(child.exitCode()).hasValue(128 + 9);
        assertGone(grandchild);
    }

    @Test
    void aChildReadsNothing() throws Exception {
        Path log = folder.resolve("log");
        try (Child child = Child.start(Command.of("cat"), log)) {
            assertThat(child.await(LONG)).isTrue();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @Test
    void environmentAndFolderReachTheChild() throws Exception {
        Path log = folder.resolve("log");
        Command command =
                Command.shell("echo $GREETING; pwd").with("GREETING", "good day").in(folder);
        try (Child child = Child.start(command, log)) {
            assertThat(child.await(LONG)).isTrue();
        }
        assertThat(Files.readAllLines(log))
                .containsExactly("good day", folder.toRealPath().toString());
        assertThat(command.environment()).isEqualTo(Map.of("GREETING", "good day"));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Child.start(Command.of("no-such-program"), folder.resolve("log")))
                .isInstanceOf(IOException.class)
                .hasMessage("no program no-such-program on the PATH");
        assertThatThrownBy(() ->
                        Child.start(Command.of("./missing").in(folder), folder.resolve("log")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> Child.start(Command.shell("true"), folder.resolve("no/log")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(Command::of).isInstanceOf(IllegalArgumentException.class);
    }

    /// The kernel ends the child; no code of ours can run any more.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildDiesWithItsParentHoweverThatDies() throws Exception {
        Process parent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                folder.resolve("log").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            long child = Long.parseLong(String.valueOf(output.readLine()));
            assertThat(ProcessHandle.of(child)).isPresent();
            parent.destroyForcibly();
            assertThat(parent.waitFor()).isEqualTo(128 + 9);
            assertGone(child);
        }
    }

    /// A program that starts a child, from a thread that ends at once, and waits to be killed.
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            Thread starter = Thread.ofPlatform().start(() -> startChild(Path.of(args[0])));
            starter.join();
            TimeUnit.MINUTES.sleep(1);
        }

        private static void startChild(Path log) {
            try {
                System.out.println(Child.start(Command.of("sleep", "60"), log).pid());
            } catch (IOException failed) {
                System.out.println(failed);
            }
        }
    }

    @Test
    void aCommandRunsToItsEnd() throws Exception {
        Ran ran = Ran.run(Command.shell("echo one; echo two >&2; exit 3"), LONG);
        assertThat(ran).isEqualTo(new Ran.Finished(3, "one\ntwo\n"));
        assertThat(Ran.run(Command.of("true"), LONG)).isEqualTo(new Ran.Finished(0, ""));
        assertThat(new Ran.Finished(0, "").ok()).isTrue();
        assertThat(new Ran.Finished(3, "").ok()).isFalse();
    }

    @Test
    void aCommandThatTakesTooLongIsKilled() throws Exception {
        Duration most = Duration.ofMillis(300);
        Ran ran = Ran.run(Command.shell("echo begun $$; sleep 60; echo never"), most);
        assertThat(ran).isInstanceOf(Ran.TimedOut.class);
        String output = ((Ran.TimedOut) ran).output();
        assertThat(output).startsWith("begun ").doesNotContain("never");
        assertGone(number(output));
    }

    @Test
    void onlyTheEndOfLongOutputIsKept() throws Exception {
        var ran = (Ran.Finished) Ran.run(Command.shell("seq 1 200000; echo end"), LONG);
        assertThat(ran.output()).hasSize(64 * 1024).endsWith("199999\n200000\nend\n");
    }

    @Test
    void whatRunsOnInTheBackgroundDoesNotHoldUpACommand() throws Exception {
        var ran = (Ran.Finished) Ran.run(Command.shell("sleep 15 & echo $!"), LONG);
        long background = number(ran.output());
        ProcessHandle left = ProcessHandle.of(background).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws Exception {
        assertThat(Ran.run(Command.of("no-such-program"), LONG))
                .isEqualTo(new Ran.NotStarted("no program no-such-program on the PATH"));
    }

    /// Only ends when the text is there; the test's time-out guards it.
    private static void waitFor(Path log, String text) throws IOException {
        while (!Files.readString(log).contains(text)) {
            Thread.onSpinWait();
        }
    }

    /// The digits of a text.
    private static long number(String text) {
        return Long.parseLong(text.replaceAll("\\D", ""));
    }

    /// Only ends when the process is gone; the test's time-out guards it. An orphan that has ended
    /// but that nobody has asked for its exit code is still in the table, without a program.
    private static void assertGone(long pid) {
        while (ProcessHandle.of(pid).flatMap(left -> left.info().command()).isPresent()) {
            Thread.onSpinWait();
        }
    }
}
