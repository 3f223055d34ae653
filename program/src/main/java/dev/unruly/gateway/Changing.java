package dev.unruly.gateway;

import dev.unruly.world.Asked;

/// Hears whether a request that changes something was done, or may have been: then nothing is kept
/// of what it has changed (RFC 9111, section 4.4).
record Changing(Shelf shelf, String target) implements Relay.Ear {

    private static final int FIRST_ERROR = 400;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final String[] ALSO = {"Location", "Content-Location"};

    @Override
    public boolean takes(int status, AnswerHead head) {
        if (status == BAD_GATEWAY || status == GATEWAY_TIMEOUT) {
            shelf.forget(target);
        } else if (status < FIRST_ERROR && head instanceof RelayedHead relayed) {
            shelf.forget(target);
            KeptFields fields = relayed.fieldsKept();
            for (String name : ALSO) {
                int at = fields.find(name, 0);
                if (at >= 0) {
                    shelf.forget(local(fields.value(at).toString()));
                }
            }
        }
        return false;
    }

    /// A target of this host, whichever host is named: too much is forgotten rather than too
    /// little.
    private static String local(String reference) {
        int authority = reference.indexOf("://");
        int path = authority < 0 ? 0 : reference.indexOf('/', authority + 3);
        String target = path < 0 ? "/" : reference.substring(path);
        int fragment = target.indexOf('#');
        return fragment < 0 ? target : target.substring(0, fragment);
    }

    @Override
    public boolean takesNone() {
        shelf.forget(target);
        return false;
    }

    @Override
    public void instead(Asked asked) {
        throw new IllegalStateException("nothing is answered in its stead");
    }
}
