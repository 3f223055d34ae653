package dev.unruly.shop.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the payment provider has charged. Any thread may ask.
public final class Charges {
    /// One charge, for one reference of the merchant's.
    public record Charge(long id, String reference, long amountCents) {}

    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, Charge> byKey = new HashMap<>();

    /// Charges; with a key that was used before it gives the charge of then.
    synchronized Charge charge(String reference, long amountCents, Optional<String> key) {
        Charge before = key.map(byKey::get).orElse(null);
        if (before != null) {
            return before;
        }
        Charge charge = new Charge(charges.size() + 1L, reference, amountCents);
        charges.add(charge);
        key.ifPresent(used -> byKey.put(used, charge));
        return charge;
    }

    public synchronized List<Charge> all() {
        return List.copyOf(charges);
    }

    synchronized void clear() {
        charges.clear();
        byKey.clear();
    }
}
