package dev.unruly.shop;

import dev.unruly.shop.provider.Accounts;
import dev.unruly.shop.store.Assortment;
import dev.unruly.shop.store.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What people who visit this shop need to know, as CSV files: what it sells, what can be searched
/// for, and who can sign in.
final class Feeds {
    private Feeds() {}

    /// Writes the files into a folder, which is made if need be.
    ///
    /// @return the files written
    static List<Path> write(Settings settings, Path folder) throws IOException {
        Files.createDirectories(folder);
        Accounts accounts = new Accounts(settings.providers().accounts());
        return List.of(
                write(
                        folder.resolve("skus.csv"),
                        "sku",
                        numbered(settings.goods().products(), Assortment::sku)),
                write(folder.resolve("terms.csv"), "term", Words.load().terms().stream()),
                write(
                        folder.resolve("accounts.csv"),
                        "user,password",
                        numbered(
                                accounts.count(),
                                n -> accounts.user(n) + "," + accounts.password(n))));
    }

    private static Stream<String> numbered(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(line);
    }

    private static Path write(Path file, String header, Stream<String> lines) throws IOException {
        return Files.write(file, Stream.concat(Stream.of(header), lines).toList());
    }
}
