package dev.unruly.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `unruly shop`: runs the shop alone, with the shop's own options.
@Command(
        name = "shop",
        description =
                "Runs the shop alone and prints its addresses. Options are the shop's own: try"
                        + " `unruly shop --help`.")
final class ShopCommand implements Callable<Integer> {

    private static final long CLOSE_SECONDS = 20;

    @Parameters(hidden = true, arity = "0..*")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Process shop = new ProcessBuilder(ShopProcess.command(arguments)).inheritIO().start();
        var hook = new Thread(() -> end(shop), "unruly-shop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = shop.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return ExitCode.STOPPED;
        }
        return code;
    }

    /// Ends the shop and waits until its ports are free again.
    private static void end(Process shop) {
        shop.destroy();
        try {
            if (!shop.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                shop.destroyForcibly();
            }
        } catch (InterruptedException e) {
            shop.destroyForcibly();
        }
    }
}
