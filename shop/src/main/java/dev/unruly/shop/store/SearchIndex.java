package dev.unruly.shop.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which products every term finds, as `description LIKE '%term%'` would, in the order they are
/// added: for terms that are single words, in one pass over the words of all descriptions.
final class SearchIndex {
    private final List<String> terms;
    private final int most;
    private final Map<String, List<String>> termsInWord = new HashMap<>();
    private final Map<String, List<Item>> found = new LinkedHashMap<>();

    /// @param most how many products a term finds at most
    SearchIndex(List<String> terms, int most) {
        this.terms = List.copyOf(terms);
        this.most = most;
        terms.forEach(term -> found.put(term, new ArrayList<>()));
    }

    void add(Product product) {
        Set<String> said = new HashSet<>();
        for (String word : product.description().split(" ", -1)) {
            said.addAll(
                    termsInWord.computeIfAbsent(
                            word, seen -> terms.stream().filter(seen::contains).toList()));
        }
        for (String term : said) {
            List<Item> items = found.getOrDefault(term, List.of());
            if (items.size() < most) {
                items.add(product.item());
            }
        }
    }

    Map<String, List<Item>> found() {
        return found;
    }
}
