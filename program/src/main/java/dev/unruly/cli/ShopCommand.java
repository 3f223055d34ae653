package dev.unruly.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// `unruly shop`: runs the shop alone, with the shop's own options.
@Command(
        name = "shop",
        description =
                "Runs the shop alone and prints its addresses. Options are the shop's own: try"
                        + " `unruly shop --help`.")
final class ShopCommand implements Callable<Integer> {

    @Unmatched private List<String> options = List.of();

    @Parameters(hidden = true, arity = "0..*")
    private List<String> words = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(options);
        arguments.addAll(words);
        Process shop = new ProcessBuilder(ShopProcess.command(arguments)).inheritIO().start();
        var hook = new Thread(shop::destroy, "unruly-shop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = shop.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return ExitCode.STOPPED;
        }
        return code;
    }
}
