package io.spendstream.notifier.channel;

import io.spendstream.notifier.http.Poster;
import io.spendstream.notifier.http.Reply;
import java.io.IOException;
import java.time.Instant;

/** One way some people are told about some alerts. Thread-safe. */
public interface Channel {
    /** Returns the name it has in the file of channels. It is part of the identity of what was delivered. */
    String name();

    /** Returns which alerts it is for. */
    Route route();

    /** Returns where alerts go, without secrets. */
    String target();

    /**
     * Sends {@code notice} once and returns the answer.
     *
     * @throws IOException if there was none
     */
    Reply send(Notice notice, Poster poster, Instant now) throws IOException;
}
