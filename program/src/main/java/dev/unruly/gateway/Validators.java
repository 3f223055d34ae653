package dev.unruly.gateway;

import dev.unruly.world.Fields;

/// Whether who asks has a kept answer already (RFC 9110, section 13.1).
final class Validators {

    private static final int OK = 200;

    private Validators() {}

    /// Whether nothing has changed for who asks. A date must be the one that was given, to the
    /// letter: which of two dates is later is for the dependency to say.
    static boolean same(Copy kept, Fields asked) {
        if (kept.status() != OK) {
            return false;
        }
        int none = asked.find("If-None-Match", 0);
        if (none >= 0) {
            int tag = kept.fields().find("ETag", 0);
            for (int at = none; at >= 0; at = asked.find("If-None-Match", at + 1)) {
                String listed = asked.value(at).toString();
                if (listed.equals("*")
                        || (tag >= 0 && lists(listed, opaque(kept.fields().value(tag))))) {
                    return true;
                }
            }
            return false;
        }
        int since = asked.find("If-Modified-Since", 0);
        int modified = kept.fields().find("Last-Modified", 0);
        return since >= 0
                && modified >= 0
                && asked.value(since).toString().contentEquals(kept.fields().value(modified));
    }

    /// A tag without its sign of weakness: compared weakly both are the same.
    private static String opaque(CharSequence tag) {
        String text = tag.toString();
        return text.startsWith("W/") ? text.substring(2) : text;
    }

    /// Whether a tag stands in a list; commas may stand in tags.
    private static boolean lists(String list, String tag) {
        if (tag.length() < 2 || tag.charAt(0) != '"' || !tag.endsWith("\"")) {
            return false;
        }
        int open = list.indexOf('"');
        while (open >= 0) {
            int close = list.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if (tag.contentEquals(list.subSequence(open, close + 1))) {
                return true;
            }
            open = list.indexOf('"', close + 1);
        }
        return false;
    }
}
