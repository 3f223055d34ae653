package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import dev.unruly.world.Fields;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Writes along while an answer passes, if others may have it too: so much and no more.
final class Copying {

    /// Pages are smaller; what is larger is no stampede's food.
    static final int MOST_BYTES = 1 << 20;

    private final BooleanSupplier mayBeWanted;
    private @Nullable KeptFields fields;
    private @Nullable ByteArrayOutputStream body;
    private int status;

    /// @param mayBeWanted asked when the answer begins: whether somebody may have it too
    Copying(BooleanSupplier mayBeWanted) {
        this.mayBeWanted = mayBeWanted;
    }

    /// Its head.
    void head(AnswerHead head) {
        status = head.status();
        if (mayBeWanted.getAsBoolean()
                && head instanceof RelayedHead relayed
                && mayBeShared(relayed)) {
            fields = relayed.fieldsKept();
            body = new ByteArrayOutputStream();
        }
    }

    /// RFC 9111, section 3, as far as it forbids: nobody's answer to all that is one person's own.
    private static boolean mayBeShared(RelayedHead head) {
        Fields kept = head.fields();
        if (!Freshness.isFinal(head.status()) || kept.find("Set-Cookie", 0) >= 0) {
            return false;
        }
        for (int at = kept.find("Vary", 0); at >= 0; at = kept.find("Vary", at + 1)) {
            if (kept.value(at).toString().contains("*")) {
                return false;
            }
        }
        for (int at = kept.find("Cache-Control", 0);
                at >= 0;
                at = kept.find("Cache-Control", at + 1)) {
            String said = kept.value(at).toString().toLowerCase(Locale.ROOT);
            if (said.contains("no-store") || said.contains("private")) {
                return false;
            }
        }
        return true;
    }

    /// A part of its body.
    void body(Bytes bytes) {
        ByteArrayOutputStream to = body;
        if (to == null) {
            return;
        }
        if (to.size() + bytes.size() > MOST_BYTES) {
            body = null;
            return;
        }
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(0, copy, 0, copy.length);
        to.writeBytes(copy);
    }

    /// Of the answer; 0: none has come.
    int status() {
        return status;
    }

    /// The answer, once it is whole; empty: it is not for others.
    Optional<Copy> whole() {
        ByteArrayOutputStream from = body;
        KeptFields head = fields;
        return from == null || head == null
                ? Optional.empty()
                : Optional.of(new Copy(status, head, from.toByteArray()));
    }
}
