package dev.unruly.shop.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The words of which products are made, and so the terms that people search for.
public final class Words {
    private final List<String> categories;
    private final List<List<String>> nouns;
    private final List<String> adjectives;
    private final List<String> materials;
    private final List<String> uses;

    private Words(Map<String, List<String>> lists) {
        Map<String, List<String>> left = new LinkedHashMap<>(lists);
        adjectives = taken(left, "adjectives");
        materials = taken(left, "materials");
        uses = taken(left, "uses");
        categories = List.copyOf(left.keySet());
        nouns = List.copyOf(left.values());
    }

    private static List<String> taken(Map<String, List<String>> lists, String name) {
        List<String> words = lists.remove(name);
        if (words == null) {
            throw new IllegalStateException("words.txt lacks a line of " + name);
        }
        return words;
    }

    public static Words load() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String line : resource("words.txt").lines().toList()) {
            int colon = line.indexOf(':');
            lists.put(line.substring(0, colon), List.of(line.substring(colon + 2).split(" ")));
        }
        return new Words(lists);
    }

    /// Every term that finds something, in a fixed order.
    public List<String> terms() {
        List<String> terms = new ArrayList<>();
        nouns.forEach(terms::addAll);
        Stream.of(adjectives, materials, uses)
                .flatMap(List::stream)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .forEach(terms::add);
        return terms;
    }

    List<String> categories() {
        return categories;
    }

    List<String> nouns(int category) {
        return nouns.get(category);
    }

    List<String> adjectives() {
        return adjectives;
    }

    List<String> materials() {
        return materials;
    }

    List<String> uses() {
        return uses;
    }

    /// A text that lies beside this class.
    static String resource(String name) {
        try (InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the shop's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
