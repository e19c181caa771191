package io.spendstream.producer.reading;

import io.spendstream.contract.EventId;
import java.util.List;
import java.util.Optional;

/** Every API whose responses can be read. */
public final class UsageReaders {
    private static final ApiTable TABLE = ApiTable.load(EventId.system());

    private UsageReaders() {}

    /**
     * Returns the reader for {@code api} of {@code provider}, in any of the spellings listed, or empty if that API is
     * not known. A provider that is not listed is read like OpenAI or Anthropic if the API is called as theirs are.
     */
    public static Optional<UsageReader> of(String provider, String api) {
        return TABLE.find(provider, api);
    }

    /** Returns every API that can be read, in the order of the documentation. */
    public static List<ReadableApi> all() {
        return TABLE.all();
    }
}
