package dev.unruly.shop;

import java.net.URI;
import picocli.CommandLine;

/// Addresses of HTTP services: `http://HOST:PORT`.
final class HttpAddress implements CommandLine.ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        try {
            URI address = URI.create(text);
            if ("http".equals(address.getScheme()) && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static CommandLine.TypeConversionException refused(String text) {
        return new CommandLine.TypeConversionException(
                "'" + text + "' is not an address such as http://127.0.0.1:9001");
    }
}
