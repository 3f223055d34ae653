package dev.unruly.shop;

import dev.unruly.shop.provider.Latency;
import dev.unruly.shop.web.Calls;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How the services that the shop depends on behave.
final class NeighbourOptions {
    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "People who can sign in: shopper-1 with secret-1, and so on (default: ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(
            names = "--identity-instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "Instances of the identity provider (default: ${DEFAULT-VALUE}).")
    private int identityInstances;

    @Option(
            names = "--identity-slots",
            paramLabel = "N",
            defaultValue = "64",
            description = "Requests each serves at a time (default: ${DEFAULT-VALUE}).")
    private int identitySlots;

    @Option(
            names = "--identity-median",
            paramLabel = "TIME",
            defaultValue = "80ms",
            description =
                    "Its median latency (default: ${DEFAULT-VALUE}); signing in takes 1.5 times as long.")
    private Duration identityMedian = Duration.ZERO;

    @Option(
            names = "--identity-sigma",
            paramLabel = "X",
            defaultValue = "0.6",
            description = "Sigma of its log-normal latency (default: ${DEFAULT-VALUE}).")
    private double identitySigma;

    @Option(
            names = "--payment-slots",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Requests the payment provider serves at a time (default: ${DEFAULT-VALUE}).")
    private int paymentSlots;

    @Option(
            names = "--payment-median",
            paramLabel = "TIME",
            defaultValue = "120ms",
            description = "Its median latency (default: ${DEFAULT-VALUE}).")
    private Duration paymentMedian = Duration.ZERO;

    @Option(
            names = "--payment-sigma",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Sigma of its log-normal latency (default: ${DEFAULT-VALUE}).")
    private double paymentSigma;

    @Option(
            names = "--chain",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Services that call one another for every product page (default: ${DEFAULT-VALUE}).")
    private int chain;

    @Option(
            names = "--chain-slots",
            paramLabel = "N",
            defaultValue = "200",
            description = "Requests each of them serves at a time (default: ${DEFAULT-VALUE}).")
    private int chainSlots;

    @Option(
            names = "--chain-median",
            paramLabel = "TIME",
            defaultValue = "5ms",
            description = "Median of each one's own work (default: ${DEFAULT-VALUE}).")
    private Duration chainMedian = Duration.ZERO;

    @Option(
            names = "--chain-sigma",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Sigma of each one's own log-normal work (default: ${DEFAULT-VALUE}).")
    private double chainSigma;

    @Option(
            names = "--chain-timeout",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "How long each waits for the next (default: ${DEFAULT-VALUE}, for ever).")
    private Duration chainTimeout = Duration.ZERO;

    @Option(
            names = "--chain-retries",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often each tries again (default: ${DEFAULT-VALUE}).")
    private int chainRetries;

    @Option(
            names = "--chain-retry-delay",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "How long after the failure (default: ${DEFAULT-VALUE}, at once).")
    private Duration chainRetryDelay = Duration.ZERO;

    @Option(
            names = "--fan-out",
            paramLabel = "N",
            defaultValue = "0",
            description = "Services a dashboard asks at once (default: ${DEFAULT-VALUE}).")
    private int fanOut;

    @Option(
            names = "--fan-out-slots",
            paramLabel = "N",
            defaultValue = "200",
            description = "Requests each of them serves at a time (default: ${DEFAULT-VALUE}).")
    private int fanOutSlots;

    @Option(
            names = "--fan-out-median",
            paramLabel = "TIME",
            defaultValue = "20ms",
            description = "Their median latency (default: ${DEFAULT-VALUE}).")
    private Duration fanOutMedian = Duration.ZERO;

    @Option(
            names = "--fan-out-sigma",
            paramLabel = "X",
            defaultValue = "0.7",
            description =
                    "Sigma of their log-normal latency (default: ${DEFAULT-VALUE}, p99 = 5 medians).")
    private double fanOutSigma;

    Settings.Providers providers() {
        return new Settings.Providers(
                accounts,
                identityInstances,
                identitySlots,
                new Latency(identityMedian, identitySigma),
                paymentSlots,
                new Latency(paymentMedian, paymentSigma));
    }

    Settings.Chain chain() {
        return new Settings.Chain(
                chain,
                chainSlots,
                new Latency(chainMedian, chainSigma),
                new Calls(chainRetries, chainRetryDelay, chainTimeout));
    }

    Settings.FanOut fanOut() {
        return new Settings.FanOut(fanOut, fanOutSlots, new Latency(fanOutMedian, fanOutSigma));
    }
}
