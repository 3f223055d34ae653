package dev.unruly.learn;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The states that stand for success, such as a paid order.
///
/// @param byHand whether the user named them; else they were guessed
public record Success(Set<Integer> states, boolean byHand) {

    private static final Pattern SENT =
            Pattern.compile(
                    "/(checkout|orders?|pay|payments?|purchases?|buy|place-?order|subscribe|"
                            + "sign-?up|register|book|bookings?)(/|\\.|$)");

    private static final Pattern CONFIRMED =
            Pattern.compile(
                    "/(thank-?s?-?you|thanks|receipt|order-?(confirm\\w*|complete|success))");

    private static final double MOSTLY = 0.8;
    private static final double OFTEN = 0.5;

    public Success {
        states = Set.copyOf(states);
    }

    /// No state is known.
    public static Success unknown() {
        return new Success(Set.of(), false);
    }

    /// Whether a request sounds like success: an order or a payment is sent, or one is thanked.
    public static boolean soundsLike(String method, String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        boolean sends = method.equals("POST") || method.equals("PUT");
        return (sends && SENT.matcher(lower).find()) || CONFIRMED.matcher(lower).find();
    }

    /// Those of the states that sound like it that behave like it too: four in five who reach one
    /// do so once, and half of them are then at the last or last but one step.
    public static Success guessed(Set<Integer> sounding, Walks walks) {
        Map<Integer, int[]> counts = new HashMap<>();
        sounding.forEach(state -> counts.put(state, new int[3]));
        walks.each(walk -> count(walk, counts));
        var states = new TreeSet<Integer>();
        counts.forEach((state, count) -> {
            if (count[0] > 0 && count[1] >= MOSTLY * count[0] && count[2] >= OFTEN * count[0]) {
                states.add(state);
            }
        });
        return new Success(states, false);
    }

    private static void count(Walk walk, Map<Integer, int[]> counts) {
        counts.forEach((state, count) -> {
            int visits = 0;
            int last = -1;
            for (int i = 0; i < walk.steps().size(); i++) {
                if (walk.steps().get(i).state() == state) {
                    visits++;
                    last = i;
                }
            }
            count[0] += visits > 0 ? 1 : 0;
            count[1] += visits == 1 ? 1 : 0;
            count[2] += last >= 0 && last >= walk.steps().size() - 2 ? 1 : 0;
        });
    }
}
