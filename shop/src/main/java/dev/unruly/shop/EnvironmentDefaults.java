package dev.unruly.shop;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Options set in the environment: `--http-timeout` as `UNRULY_SHOP_HTTP_TIMEOUT`. What stands on
/// the command line wins.
final class EnvironmentDefaults implements CommandLine.IDefaultValueProvider {
    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(CommandLine.Model.ArgSpec argument) {
        if (argument instanceof CommandLine.Model.OptionSpec option) {
            String name = option.longestName().substring(2).toUpperCase(Locale.ROOT);
            return environment.get("UNRULY_SHOP_" + name.replace('-', '_'));
        }
        return null;
    }
}
