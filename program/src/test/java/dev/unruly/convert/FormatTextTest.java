package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Formats as they stand in configurations, in whichever quoting.
final class FormatTextTest {

    private static final String LINE =
            "2001:db8::7 - ann [17/May/2026:10:05:03 +0000] \"GET /a HTTP/2.0\" 200 7 \"-\""
                    + " \"it's \\x22q\\x22\" 0.250";
    private static final String HIT =
            "1779012302750|2001:db8::7|ann|GET|/a|200|7|250000||||it's \"q\"";

    @Test
    void nginxInAnyQuoting() throws IOException {
        String bare =
                "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
                        + " \"$http_referer\" \"$http_user_agent\" $request_time";
        String first = "$remote_addr - $remote_user [$time_local] \"$request\" ";
        String last = bare.substring(first.length());
        String inDouble = "\"" + bare.replace("\"", "\\\"") + "\"";
        List<String> all =
                List.of(
                        bare,
                        "'" + bare + "'",
                        inDouble,
                        "log_format main '" + bare + "';",
                        "  log_format  main  " + inDouble + ";",
                        "log_format main '" + first + "'\n                '" + last + "';",
                        "log_format main escape=default '" + first + "'\r\n\t'" + last + "' ;  \n",
                        "log_format main # the usual\n '" + first + "' # more\n '" + last + "';",
                        "log_format main \"" + first.replace("\"", "\\\"") + "\"\n'" + last + "';",
                        "'" + first + "'\n'" + last + "'",
                        "'" + first + "'\n'" + last + "';",
                        bare.replace("$status", "${status}"));
        for (String format : all) {
            assertThat(Read.lines(format, LINE).hits()).as(format).containsExactly(HIT);
        }
    }

    @Test
    void nginxMayEscapeAsJsonOrNotAtAll() throws IOException {
        String format =
                "log_format j escape=json '{\"t\":\"$msec\",\"r\":\"$request\",'\n"
                        + " '\"a\":\"$http_user_agent\",\"s\":$status}';";
        String line = "{\"t\":\"1779012303.000\",\"r\":\"GET /a HTTP/1.1\",\"a\":\"%s\",\"s\":200}";
        assertThat(Read.lines(format, line.replace("%s", "q\\\"\\\\\\u001b\\t\\/\u00e9\\")).hits())
                .containsExactly("1779012303000|||GET|/a|200|-1|-1||||q\"\\\u001b\t/\ufffd\\");
        assertThat(
                        Read.lines(format.replace("json", "none"), line.replace("%s", "q\\x22\"z"))
                                .hits())
                .containsExactly("1779012303000|||GET|/a|200|-1|-1||||q\\x22\"z");
    }

    /// Without `escape=json` nginx writes `\x22` into what was meant to be JSON.
    @Test
    void whatIsMeantToBeJsonIsReadToo() throws IOException {
        String line =
                "{\"time_iso8601\":\"2026-05-17T10:05:03+00:00\",\"request\":\"GET /a HTTP/1.1\","
                        + "\"status\":\"200\",\"http_user_agent\":\"%s\"}";
        Read read =
                Read.lines(
                        "",
                        line.replace("%s", "plain"),
                        line.replace("%s", "a\\x22b\\xC3\\xA9\\\\x41"),
                        line.replace("%s", "raw \u00e9 and \u00fe"),
                        line.replace("%s", "tab \t"));
        assertThat(read.reading().broken()).isZero();
        assertThat(read.hits())
                .extracting(hit -> hit.substring(hit.lastIndexOf('|') + 1))
                .containsExactly("plain", "a\"bé\\x41", "raw \ufffd and \ufffd", "tab \t");
    }

    /// Apache, "Module mod_log_config": `%D` in microseconds, `%T` in seconds, `%{ms}T`, `%{us}T`.
    @Test
    void apacheInAnyQuoting() throws IOException {
        String bare = "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" ";
        String line =
                "2001:db8::7 - ann [17/May/2026:10:05:02 +0000] \"GET /a HTTP/2.0\" 200 7 \"-\""
                        + " \"it's \\\"q\\\"\\v\\b\" ";
        String hit = "1779012302000|2001:db8::7|ann|GET|/a|200|7|%s||||it's \"q\"\u000b\b";
        for (String[] each :
                new String[][] {
                    {"%D", "250123", "250123"},
                    {"%T", "2", "2000000"},
                    {"%{ms}T", "250", "250000"},
                    {"%{us}T", "250", "250"},
                    {"%{s}T", "3", "3000000"},
                    {"%^FB", "99", "-1"}
                }) {
            String format = bare + each[0];
            String quoted = "\"" + format.replace("\"", "\\\"") + "\"";
            for (String text :
                    List.of(
                            format,
                            quoted,
                            format.replace("\"", "\\\""),
                            "LogFormat " + quoted + " timed",
                            "CustomLog logs/access_log " + quoted)) {
                assertThat(Read.lines(text, line + each[1]).hits())
                        .as(text)
                        .containsExactly(hit.replace("%s", each[2]));
            }
        }
    }

    @Test
    void theFirstAddressOfTheForwardedGoesFirst() throws IOException {
        String format = "%a [%{sec}t] \"%r\" \"%{X-Forwarded-For}i\"";
        String line = "10.0.0.1 [1779012303] \"GET /a HTTP/1.1\" \"%s\"";
        String[][] all = {
            {"198.51.100.1", "198.51.100.1"},
            {"198.51.100.1, 10.0.0.9", "198.51.100.1"},
            {"198.51.100.1,10.0.0.9", "198.51.100.1"},
            {" 198.51.100.1 ,10.0.0.9", "198.51.100.1"},
            {"198.51.100.1:4711", "198.51.100.1"},
            {"2001:db8::9, 10.0.0.9", "2001:db8::9"},
            {"[2001:db8::9]:443", "2001:db8::9"},
            {"unknown, 198.51.100.1", "198.51.100.1"},
            {"unknown", "10.0.0.1"},
            {"-", "10.0.0.1"},
            {"", "10.0.0.1"},
            {",,,", "10.0.0.1"}
        };
        for (String[] one : all) {
            assertThat(Read.lines(format, line.replace("%s", one[0])).hits())
                    .as(one[0])
                    .first()
                    .asString()
                    .startsWith("1779012303000|" + one[1] + "|");
        }
    }
}
