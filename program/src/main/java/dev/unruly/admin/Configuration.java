package dev.unruly.admin;

import dev.unruly.gateway.Answered;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What a gateway was started from, as people write it.
public interface Configuration {

    /// Reads the file again and goes over to it. Returns what has changed.
    CompletionStage<Answered<List<String>>> reload();

    /// Goes over to other policies until the file is read again. Returns what has changed.
    ///
    /// @param text `policies:` and what is under it
    CompletionStage<Answered<List<String>>> replace(String text);

    /// A policy as people write it: `bulkhead: { most: 20 }`.
    String words(Policy policy);

    /// Reads one policy as people write it.
    Answered<Policy> policy(String words);

    /// Policies as they stand in a file.
    String text(List<Protection> protections);
}
