package dev.unruly.policy;

/// A method and a path, or the beginning of one.
///
/// @param method empty: any
/// @param path without a query
/// @param begins whether whatever begins so is meant too
public record Route(String method, String path, boolean begins) {

    /// What a text means.
    ///
    /// @param text as in a file: `GET /products/*`, or a path alone
    public static Route of(String text) {
        int space = text.indexOf(' ');
        String path = text.substring(space + 1);
        boolean begins = path.endsWith("*");
        return new Route(
                space < 0 ? "" : text.substring(0, space),
                begins ? path.substring(0, path.length() - 1) : path,
                begins);
    }

    /// Whether a request is meant.
    public boolean fits(CharSequence wantedMethod, CharSequence target) {
        if (!method.isEmpty() && !method.contentEquals(wantedMethod)) {
            return false;
        }
        int length = pathLength(target);
        if (begins ? length < path.length() : length != path.length()) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != target.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int pathLength(CharSequence target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }
}
