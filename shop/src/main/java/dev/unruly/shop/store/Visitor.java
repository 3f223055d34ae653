package dev.unruly.shop.store;

import java.util.Optional;

/// Who asks for a page.
///
/// @param user empty for those who have not signed in
record Visitor(Optional<String> user) {
    static final Visitor GUEST = new Visitor(Optional.empty());
}
