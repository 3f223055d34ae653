package dev.unruly.engine;

/// How a value is written where a place is filled in, so that no value can break out of its place.
enum Encoding {
    /// As it is.
    PLAIN,
    /// Inside a request target: all but unreserved characters is percent-encoded (RFC 3986, 2.3).
    TARGET,
    /// A captured link at the beginning of a target: scheme, authority and fragment are left out,
    /// and only what no target may hold is percent-encoded.
    LINK,
    /// In a form: as in a target, with a plus sign for a space.
    FORM,
    /// Inside a JSON string.
    JSON,
    /// In a header field: control characters become spaces.
    FIELD;

    private static final String HEX = "0123456789ABCDEF";

    /// Appends a value of UTF-8 bytes.
    void write(Ink to, byte[] value, int from, int count) {
        switch (this) {
            case PLAIN -> to.put(value, from, count);
            case LINK -> link(to, value, from, count);
            case TARGET, FORM, JSON, FIELD -> {
                for (int i = from; i < from + count; i++) {
                    put(to, value[i] & 0xff);
                }
            }
        }
    }

    /// Appends all of a value.
    void write(Ink to, byte[] value) {
        write(to, value, 0, value.length);
    }

    /// What a person wrote as a target, with what no target may hold percent-encoded.
    static byte[] target(byte[] written) {
        var ink = new Ink();
        for (byte octet : written) {
            LINK.put(ink, octet & 0xff);
        }
        return ink.toBytes();
    }

    private void put(Ink to, int octet) {
        switch (this) {
            case PLAIN -> to.put(octet);
            case TARGET -> percent(to, octet, unreserved(octet));
            case LINK -> percent(to, octet, mayStandInTarget(octet));
            case FORM -> {
                if (octet == ' ') {
                    to.put('+');
                } else {
                    percent(to, octet, unreserved(octet));
                }
            }
            case JSON -> json(to, octet);
            case FIELD -> to.put(octet < ' ' || octet == 127 ? ' ' : octet);
        }
    }

    private static void percent(Ink to, int octet, boolean asItIs) {
        if (asItIs) {
            to.put(octet);
        } else {
            to.put('%');
            to.put(HEX.charAt(octet >> 4));
            to.put(HEX.charAt(octet & 15));
        }
    }

    private static void json(Ink to, int octet) {
        if (octet == '"' || octet == '\\') {
            to.put('\\');
            to.put(octet);
        } else if (octet < ' ') {
            to.put("\\u00");
            to.put(HEX.charAt(octet >> 4));
            to.put(HEX.charAt(octet & 15));
        } else {
            to.put(octet);
        }
    }

    private static boolean unreserved(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }

    private static boolean mayStandInTarget(int octet) {
        return octet > ' ' && octet < 127 && "\"<>\\^`{|}".indexOf(octet) < 0;
    }

    private static void link(Ink to, byte[] value, int from, int count) {
        int start = afterAuthority(value, from, count);
        if (start == count || value[from + start] != '/') {
            to.put('/');
        }
        for (int i = start; i < count && value[from + i] != '#'; i++) {
            LINK.put(to, value[from + i] & 0xff);
        }
    }

    /// How many bytes `scheme://authority` takes at the beginning; 0 when there is none.
    private static int afterAuthority(byte[] value, int from, int count) {
        for (int i = 0; i + 2 < count; i++) {
            int octet = value[from + i];
            if (octet == ':' && value[from + i + 1] == '/' && value[from + i + 2] == '/') {
                int end = i + 3;
                while (end < count && "/?#".indexOf(value[from + end]) < 0) {
                    end++;
                }
                return end;
            }
            if (octet == '/' || octet == '?') {
                return 0;
            }
        }
        return 0;
    }
}
