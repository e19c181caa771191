package io.spendstream.notifier.channel;

import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import io.spendstream.notifier.http.Poster;
import io.spendstream.notifier.http.Reply;
import java.io.IOException;
import java.time.Instant;

/** A channel whose receiver is asked over HTTP. */
public sealed interface PostingChannel extends Channel
        permits AlertmanagerChannel, PagerDutyChannel, SlackChannel, WebhookChannel {
    /** Returns where requests go. */
    Endpoint endpoint();

    /** Returns the request that tells of {@code notice} at the time {@code now}. */
    Post post(Notice notice, Instant now);

    @Override
    default String target() {
        return endpoint().toString();
    }

    @Override
    default Reply send(Notice notice, Poster poster, Instant now) throws IOException {
        return poster.post(post(notice, now));
    }
}
