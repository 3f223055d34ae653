package dev.unruly.script;

import dev.unruly.model.CallGraph;
import dev.unruly.model.Policy;
import dev.unruly.model.Requested;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests and their calls as a file of calls: what is written here is read again as it was.
public final class CallsText {

    private static final int INLINE = 96;

    private final Map<String, String> remarks;

    private CallsText(Map<String, String> remarks) {
        this.remarks = remarks;
    }

    /// The file's lines.
    ///
    /// @param header comments at the top, without their #
    /// @param remarks by a request's name, and by that and a call's name with a line break between
    public static List<String> lines(
            List<Requested> requests, List<String> header, Map<String, String> remarks) {
        var lines = new ArrayList<String>();
        header.forEach(line -> lines.add(line.isEmpty() ? "#" : "# " + Ink.bare(line)));
        lines.add("requests:");
        for (Requested request : requests) {
            var text = new CallsText(within(request.name(), remarks));
            lines.add("  " + request.name() + ":" + text.remark(""));
            if (!request.of().isEmpty()) {
                lines.add("    of: " + Ink.quoted(request.of()));
            }
            text.body(request.graph()).forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private static Map<String, String> within(String request, Map<String, String> remarks) {
        var own = new HashMap<String, String>();
        remarks.forEach((place, text) -> {
            if (place.equals(request)) {
                own.put("", text);
            } else if (place.startsWith(request + "\n")) {
                own.put(place.substring(request.length() + 1), text);
            }
        });
        return own;
    }

    /// What is known of a call is said where it is named first.
    private String remark(String name) {
        String text = remarks.getOrDefault(name, "");
        remarks.remove(name);
        return Ink.comment(text);
    }

    /// Whether a file allows the request: it makes no more calls than can be played.
    public static boolean fits(Requested request) {
        return request.graph().draws() <= CallsReader.MOST_DRAWS;
    }

    /// The keys of a graph, without place for times.
    private List<String> body(CallGraph graph) {
        return switch (graph) {
            case CallGraph.One(String name) -> List.of("call: " + Ink.quoted(name));
            case CallGraph.Serial(List<CallGraph> calls) -> group("series:", calls);
            case CallGraph.FirstOf(int k, List<CallGraph> calls) when k == calls.size() ->
                    group("parallel:", calls);
            case CallGraph.FirstOf(int k, List<CallGraph> calls) -> {
                var lines = new ArrayList<String>(List.of("first:", "  answers: " + k, "  of:"));
                items(calls).forEach(line -> lines.add("    " + line));
                yield lines;
            }
            case CallGraph.Hedged(CallGraph call, long delay, var chance) ->
                    and(graph, call, PolicyText.line(new Policy.Hedge(delay, chance)));
            case CallGraph.Retried(CallGraph call, long timeout, Policy.Retry retry) ->
                    and(graph, call, "timeout: " + Ink.nanos(timeout), PolicyText.line(retry));
            case CallGraph.Sometimes(CallGraph call, var share) ->
                    and(graph, call, "share: " + Ink.share(share));
        };
    }

    private List<String> and(CallGraph graph, CallGraph inner, String... more) {
        boolean fits = depth(inner) < depth(graph);
        var lines = new ArrayList<>(body(fits ? inner : new CallGraph.Serial(List.of(inner))));
        lines.addAll(List.of(more));
        return lines;
    }

    /// What stands within what, where all stands in one mapping.
    private static int depth(CallGraph graph) {
        return switch (graph) {
            case CallGraph.One _, CallGraph.Serial _, CallGraph.FirstOf _ -> 0;
            case CallGraph.Hedged _ -> 1;
            case CallGraph.Retried _ -> 2;
            case CallGraph.Sometimes _ -> 3;
        };
    }

    private List<String> group(String key, List<CallGraph> calls) {
        var lines = new ArrayList<String>();
        lines.add(key);
        items(calls).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private List<String> items(List<CallGraph> calls) {
        var lines = new ArrayList<String>();
        int times = 1;
        for (int i = 0; i < calls.size(); i += times) {
            CallGraph call = calls.get(i);
            times = 1;
            while (i + times < calls.size() && calls.get(i + times).equals(call)) {
                times++;
            }
            item(call, times, lines);
        }
        return lines;
    }

    private void item(CallGraph call, int times, List<String> to) {
        String remark = call.names().size() == 1 ? remark(call.names().iterator().next()) : "";
        if (times == 1 && call instanceof CallGraph.One(String name)) {
            to.add("- " + Ink.quoted(name) + remark);
            return;
        }
        var lines = new ArrayList<>(body(call));
        if (times > 1) {
            lines.add("times: " + times);
        }
        String inline = "- { " + String.join(", ", lines) + " }";
        boolean flat = lines.stream().noneMatch(line -> line.endsWith(":") || line.startsWith(" "));
        if (flat && inline.length() <= INLINE) {
            to.add(inline + remark);
            return;
        }
        to.add("- " + lines.getFirst() + remark);
        lines.subList(1, lines.size()).forEach(line -> to.add("  " + line));
    }
}
