# Counts tests. Sourced by ./verify; POSIX shell and awk.

# tally REPORT...: reads the XML reports of Surefire and Failsafe, prints why each skipped test was
# skipped and which failed, and as its last line "N passed, N failed, N skipped". Fails if a test did.
# A pattern that matched no file is passed over.
tally() {
    for tally_report in "$@"; do
        if [ -e "$tally_report" ]; then
            cat "$tally_report"
            echo
        fi
    done | awk '
        function attribute(name,    at, rest) {
            at = match($0, " " name "=\"")
            if (!at) return ""
            rest = substr($0, at + length(name) + 3)
            rest = substr(rest, 1, index(rest "\"", "\"") - 1)
            gsub(/&#10;/, " ", rest); gsub(/&quot;/, "\"", rest); gsub(/&apos;/, "\047", rest)
            gsub(/&lt;/, "<", rest); gsub(/&gt;/, ">", rest); gsub(/&amp;/, "\\&", rest)
            return rest
        }
        # Leaves in $0 the markup alone, and in said what stood between CDATA marks: what a test
        # printed is not markup, whatever it looks like.
        {
            left = $0; $0 = ""; said = ""
            while (left != "") {
                mark = quoted ? "]]>" : "<![CDATA["
                at = index(left, mark)
                part = at ? substr(left, 1, at - 1) : left
                if (quoted) said = said part; else $0 = $0 part
                if (!at) break
                left = substr(left, at + length(mark)); quoted = !quoted
            }
        }
        /<testcase / { tests++; test = attribute("classname") "." attribute("name"); seen = 0 }
        /<skipped/ && !seen {
            skipped++; seen = 1
            why = attribute("message")
            # A failed assumption has no message, but a trace that begins with it.
            if (why == "") { why = said; sub(/^[A-Za-z0-9_.$]*: (Assumption failed: )?/, "", why) }
            print "skipped " test ": " (why == "" ? "no reason given" : why)
        }
        /<(failure|error)[ >\/]/ && !seen { failed++; seen = 1; print "FAILED  " test }
        END {
            printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped
            exit failed > 0
        }'
}
