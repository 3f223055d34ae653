package dev.unruly.convert;

/// Parts of `multipart/form-data`.
///
/// Source: L. Masinter, Returning Values from Forms: multipart/form-data, RFC 7578, 2015.
final class Multipart {

    private Multipart() {}

    /// A part with a text; a secret one is replaced, which is said.
    static String part(String boundary, String name, String value, Asking asking, String place) {
        String content = value;
        if (Secrets.is(name, value)) {
            asking.say(place, name + " in the body is replaced by `left-out`: it is secret");
            content = "left-out";
        }
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(boundary, name.replace("\"", "%22"), content);
    }
}
