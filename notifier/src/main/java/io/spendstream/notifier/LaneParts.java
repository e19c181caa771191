package io.spendstream.notifier;

import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.delivery.DeliveryLog;
import io.spendstream.notifier.http.Poster;
import java.time.InstantSource;

/** What a channel works with. */
record LaneParts(
        Channel channel,
        NotifierConfig config,
        DeliveryLog log,
        Poster poster,
        InstantSource clock,
        LaneState state,
        NotifierMeters meters) {}
