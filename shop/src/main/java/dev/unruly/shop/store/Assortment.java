package dev.unruly.shop.store;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// What the shop has to sell, made up from words: the same seed makes the same goods.
public final class Assortment {
    static final int BRANDS = 120;
    private static final int FEATURED = 12;
    private static final List<String> FIRST_NAMES =
            List.of("Ada", "Ben", "Chloe", "Dan", "Eva", "Finn", "Grace", "Hugo", "Ines", "Jonas");
    private static final List<String> OPINIONS =
            List.of(
                    "Broke after a week of %s.",
                    "Not quite what I had hoped for when %s.",
                    "Does its job, nothing more, even for %s.",
                    "Very happy with it, we use it for %s all the time.",
                    "The best I ever had. Bought a second one for %s.");

    private final Words words;
    private final int products;
    private final int reviews;

    public Assortment(Words words, int products, int reviews) {
        if (products < FEATURED || reviews < 0) {
            throw new IllegalArgumentException(
                    "want %d products or more and no negative number of reviews, got %d and %d"
                            .formatted(FEATURED, products, reviews));
        }
        this.words = words;
        this.products = products;
        this.reviews = reviews;
    }

    public int products() {
        return products;
    }

    Words words() {
        return words;
    }

    /// The article number of the n-th product, counted from 1.
    public static String sku(int number) {
        return String.format(Locale.ROOT, "P-%06d", number);
    }

    static boolean looksLikeSku(String text) {
        return text.matches("P-[0-9]{6,9}");
    }

    /// Four products that go with a product: its neighbours on a wheel of primes.
    public List<String> goingWith(String sku) {
        int number = looksLikeSku(sku) ? Integer.parseInt(sku.substring(2)) : 0;
        return List.of(31, 127, 1_009, 8_191).stream()
                .map(step -> sku(Math.floorMod(number + step - 1, products) + 1))
                .toList();
    }

    static String brand(int number) {
        return "Maker " + (char) ('A' + number % 26) + (number / 26 + 1);
    }

    /// Rows of `products` in the text format of COPY.
    void writeProducts(RandomGenerator chance, StringBuilder rows, int from, int to) {
        for (int number = from; number < to; number++) {
            int category = (number - 1) % words.categories().size();
            List<String> nouns = words.nouns(category);
            String noun = nouns.get((number - 1) / words.categories().size() % nouns.size());
            String first = pick(words.adjectives(), chance);
            String second = pick(words.adjectives(), chance);
            String material = pick(words.materials(), chance);
            rows.append(sku(number)).append('\t');
            rows.append(capital(first)).append(' ').append(material).append(' ').append(noun);
            rows.append("\ta ").append(first.toLowerCase(Locale.ROOT)).append(' ').append(noun);
            rows.append(" of ").append(material).append(", ");
            rows.append(second.toLowerCase(Locale.ROOT)).append(", made for ");
            rows.append(pick(words.uses(), chance));
            rows.append(", in a plain box with all you need to begin; you may send it back");
            rows.append(" within thirty days if you do not like it.\t");
            rows.append(499 + 100 * chance.nextInt(200)).append('\t');
            rows.append(chance.nextInt(BRANDS)).append('\t').append(category).append('\t');
            rows.append((number - 1) % (products / FEATURED) == 0 ? 't' : 'f').append('\n');
        }
    }

    /// Rows of `reviews` in the text format of COPY.
    void writeReviews(RandomGenerator chance, StringBuilder rows) {
        for (int id = 1; id <= reviews; id++) {
            int first = chance.nextInt(5);
            int second = chance.nextInt(5);
            int stars = 1 + Math.max(first, second); // people review what they like
            rows.append(id).append('\t').append(sku(1 + chance.nextInt(products))).append('\t');
            rows.append(pick(FIRST_NAMES, chance)).append('\t').append(stars).append('\t');
            rows.append(
                    String.format(
                            Locale.ROOT, OPINIONS.get(stars - 1), pick(words.uses(), chance)));
            rows.append('\n');
        }
    }

    private static String pick(List<String> list, RandomGenerator chance) {
        return list.get(chance.nextInt(list.size()));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
