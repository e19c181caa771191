package io.spendstream.notifier;

import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.delivery.Delivery;
import io.spendstream.notifier.delivery.DeliveryLog;
import io.spendstream.notifier.http.Poster;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a channel works with.
 *
 * @param unmarked by alert id, what is settled and not marked yet; used by the channel's thread alone. It outlives the
 *     loss of partitions and of the broker, so that a receiver that answered is not asked again when they come back
 */
record LaneParts(
        Channel channel,
        NotifierConfig config,
        DeliveryLog log,
        Poster poster,
        InstantSource clock,
        LaneState state,
        NotifierMeters meters,
        Map<String, Delivery> unmarked) {}
