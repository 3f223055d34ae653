package dev.unruly.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/// Shows that something is waited for, and for how long it has been.
final class Opening implements AutoCloseable {

    private static final long TICK_MILLIS = 1_000;
    private static final String REST_OF_LINE = "\u001b[K";

    private final String what;
    private final PrintWriter out;
    private final Voice voice;
    private final long began = System.nanoTime();
    private final Thread ticks = new Thread(this::tick, "unruly-opening");

    /// What is waited for.
    interface Shop {
        ShopProcess open() throws IOException;
    }

    Opening(String what, PrintWriter out, Voice voice) {
        this.what = what;
        this.out = out;
        this.voice = voice;
        ticks.setDaemon(true);
        if (voice.live()) {
            ticks.start();
        } else {
            voice.say(out, what);
        }
    }

    private void tick() {
        try {
            while (true) {
                show(what + ", " + (long) seconds() + " s");
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException e) {
            // It is waited for no longer.
            Thread.currentThread().interrupt();
        }
    }

    private void show(String text) {
        synchronized (out) {
            out.print("\r" + voice.shown(text) + REST_OF_LINE);
            out.flush();
        }
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /// It is there.
    void done(String text) {
        stop();
        voice.say(out, text + String.format(Locale.ROOT, " (%.1f s)", seconds()));
    }

    private void stop() {
        if (ticks.isAlive()) {
            ticks.interrupt();
            try {
                ticks.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            show("");
            out.print("\r");
        }
    }

    @Override
    public void close() {
        stop();
    }
}
