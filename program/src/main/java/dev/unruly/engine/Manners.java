package dev.unruly.engine;

import dev.unruly.model.Client;
import dev.unruly.model.Target;
import dev.unruly.world.Block;
import java.util.ArrayList;
import java.util.List;

/// What a client says with every request, whatever is asked.
///
/// @param basePath put before every path
/// @param fields that are sent where the call has none of the same name
record Manners(String basePath, List<Block.Field> fields) {

    private static final String PAGE =
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    static Manners of(Target target, Client client) {
        var fields = new ArrayList<Block.Field>();
        fields.add(new Block.Field("Host", authority(target)));
        if (!client.userAgent().isEmpty()) {
            fields.add(new Block.Field("User-Agent", client.userAgent()));
        }
        String accept =
                switch (client.kind()) {
                    case BROWSER -> PAGE;
                    case APP -> "application/json, */*;q=0.8";
                    case SERVICE -> "*/*";
                };
        fields.add(new Block.Field("Accept", accept));
        if (client.keepAliveNanos() == 0) {
            fields.add(new Block.Field("Connection", "close"));
        }
        return new Manners(target.basePath(), List.copyOf(fields));
    }

    /// Host and port as `Host` names them: the port that a scheme implies is left out.
    static String authority(Target target) {
        int implied = target.tls() ? 443 : 80;
        String host = target.at().host();
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return target.at().port() == implied ? literal : literal + ":" + target.at().port();
    }
}
