package dev.unruly.shop;

import dev.unruly.shop.embedded.Ports;
import dev.unruly.shop.web.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `shop`: opens the shop and keeps it open until it is told to close.
@Command(
        name = "shop",
        sortOptions = false,
        customSynopsis = "shop [OPTION]...",
        usageHelpAutoWidth = true,
        description = {
            "A small shop as most teams would write it: pages, PostgreSQL, Redis, an identity"
                    + " provider and a payment provider, all on this machine.",
            "Every option can also be set in the environment: --http-timeout is UNRULY_SHOP_HTTP_TIMEOUT."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:closed because the parent ended",
            "2:an option is wrong, a port is taken, or what the storefront uses did not appear",
            "70:our own mistake"
        })
public final class Shop implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(Shop.class.getName());
    private static final int BAD_INPUT = 2;
    private static final int OUR_MISTAKE = 70;

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    @Mixin private final ListeningOptions listening = new ListeningOptions();
    @Mixin private final StorefrontOptions storefront = new StorefrontOptions();
    @Mixin private final NeighbourOptions neighbours = new NeighbourOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What all chance is drawn from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            description =
                    "How long the storefront waits for what it uses to listen (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--print-json",
            description = "Say where everything is as one line of JSON when the shop is ready.")
    private boolean printJson;

    @Option(names = "--exit-with-parent", description = "Close when standard input ends.")
    private boolean exitWithParent;

    @Option(
            names = "--feeds",
            paramLabel = "DIR",
            description =
                    "Write skus.csv, terms.csv and accounts.csv that fit these options, and open no shop.")
    private @Nullable Path feeds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // the parser reads it
    private boolean help;

    Shop(PrintStream out, PrintStream err, InputStream in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    public static void main(String[] arguments) {
        // The libraries talk much while they start; keep what matters.
        Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        System.exit(commandLine(System.out, System.err, System.in).execute(arguments));
    }

    static CommandLine commandLine(PrintStream out, PrintStream err, InputStream in) {
        return new CommandLine(new Shop(out, err, in))
                .registerConverter(Duration.class, new DurationText())
                .registerConverter(HostPort.class, HostPort::parse)
                .registerConverter(URI.class, new HttpAddress())
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setParameterExceptionHandler(Shop::refused)
                .setExecutionExceptionHandler(Shop::failed);
    }

    private static int refused(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        Shop shop = command.getCommand();
        shop.err.println("shop: " + wrong.getMessage());
        StringWriter suggestions = new StringWriter();
        CommandLine.UnmatchedArgumentException.printSuggestions(
                wrong, new PrintWriter(suggestions, true));
        shop.err.print(suggestions);
        shop.err.println("shop --help lists the options");
        return BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        Shop shop = command.getCommand();
        if (e instanceof IOException || e instanceof BadInput) {
            shop.err.println("shop: " + e.getMessage());
            return BAD_INPUT;
        }
        LOG.log(Level.ERROR, "the shop failed", e);
        return OUR_MISTAKE;
    }

    Settings settings() {
        return new Settings(
                listening.ports(),
                listening.used(),
                storefront.serving(),
                storefront.database(),
                storefront.calls(),
                storefront.idempotency(),
                storefront.goods(),
                neighbours.providers(),
                neighbours.chain(),
                neighbours.fanOut(),
                seed,
                patience);
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Settings settings = checkedSettings();
        if (feeds != null) {
            Feeds.write(settings, feeds).forEach(out::println);
            return 0;
        }
        requireFree(settings);
        if (exitWithParent) {
            Thread.ofPlatform().name("parent").daemon(true).start(this::exitWhenInputEnds);
        }
        try (Closing closing = new Closing()) {
            Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "closing"));
            OpenShop shop = OpenShop.open(settings, closing, new Progress(err));
            String table = Announcement.table(shop.addresses(), settings);
            if (printJson) {
                out.println(Announcement.json(shop.addresses()));
            } else {
                out.println(table);
            }
            out.flush();
            new CountDownLatch(1).await(); // a signal or the parent's end stops the process
        }
        return 0;
    }

    private Settings checkedSettings() {
        try {
            return settings();
        } catch (IllegalArgumentException wrong) {
            throw new BadInput(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /// All ports that are taken, at once.
    private static void requireFree(Settings settings) throws IOException {
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, Integer> port : named(settings).entrySet()) {
            try {
                Ports.free(port.getValue());
            } catch (BindException inUse) {
                taken.add("port %d (%s)".formatted(port.getValue(), port.getKey()));
            }
        }
        if (!taken.isEmpty()) {
            throw new IOException(
                    "taken: " + String.join(", ", taken) + "; choose others, or 0 for any");
        }
    }

    private static Map<String, Integer> named(Settings settings) {
        Settings.Ports ports = settings.ports();
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("--port", ports.storefront());
        named.put("--admin-port", ports.admin());
        named.put("--database-port", ports.database());
        named.put("--redis-port", ports.redis());
        named.put("--payment-port", ports.payment());
        several(
                named,
                "--identity-port",
                ports.identity(),
                settings.providers().identityInstances());
        several(named, "--chain-port", ports.hops(), settings.chain().length());
        several(named, "--fan-out-port", ports.parts(), settings.fanOut().width());
        return named;
    }

    private static void several(Map<String, Integer> named, String option, int first, int count) {
        for (int n = 0; n < count; n++) {
            String name = n == 0 ? option : String.format(Locale.ROOT, "%s + %d", option, n);
            named.put(name, Settings.Ports.following(first, n));
        }
    }

    private void exitWhenInputEnds() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            LOG.log(Level.DEBUG, "standard input broke, which is an end, too", broken);
        }
        System.exit(0);
    }

    /// Options that do not go together, or a value that makes no sense.
    private static final class BadInput extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadInput(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
