package dev.unruly.shop.store;

import java.util.Locale;

/// Text made safe for pages, and figures as people read them.
final class Html {
    private Html() {}

    /// Safe in text and in quoted attributes.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    static String price(long cents) {
        return String.format(Locale.ROOT, "€ %d.%02d", cents / 100, cents % 100);
    }

    static String stars(int tenths, int reviews) {
        return reviews == 0
                ? "no reviews yet"
                : String.format(
                        Locale.ROOT,
                        "★ %d.%d <small>(%d)</small>",
                        tenths / 10,
                        tenths % 10,
                        reviews);
    }
}
