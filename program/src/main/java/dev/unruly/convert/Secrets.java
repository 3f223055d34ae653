package dev.unruly.convert;

import java.util.Locale;
import java.util.regex.Pattern;

/// Which names stand before something that nobody else may read.
final class Secrets {

    private static final Pattern NAME =
            Pattern.compile(
                    "auth|cookie|token|secret|api[-_ ]?key|access[-_]?key|passw|passphrase|pwd|"
                            + "session|credential|csrf|xsrf|signature|otp$|jwt|^sid$|^pin$|^cvc$|"
                            + "^cvv$|^key$|private[-_]?key");
    private static final Pattern VALUE =
            Pattern.compile("(?i)^(bearer|basic|digest)\\s+\\S.*|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private Secrets() {}

    /// Whether a header, a parameter or a field of this name, or with this value, is one.
    static boolean is(String name, String value) {
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).find() || VALUE.matcher(value).matches();
    }
}
