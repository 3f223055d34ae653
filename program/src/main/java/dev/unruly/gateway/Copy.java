package dev.unruly.gateway;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;

/// A whole answer, for more than one who asked. It must not change.
///
/// @param body all of it
record Copy(int status, KeptFields fields, byte[] body) {

    /// Answers with it.
    ///
    /// @param headOnly whether no body may follow
    void answer(Asked asked, boolean headOnly) {
        int size = headOnly ? 0 : body.length;
        asked.answer(RelayedHead.answer(status, fields), size);
        if (size > 0) {
            asked.write(Bytes.of(body));
            asked.finish();
        }
    }
}
