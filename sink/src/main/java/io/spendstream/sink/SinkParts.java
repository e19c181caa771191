package io.spendstream.sink;

import io.spendstream.sink.metrics.DriftMeters;
import io.spendstream.sink.metrics.SinkMeters;
import io.spendstream.sink.metrics.SpendMeters;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** What a sink works with. */
record SinkParts(
        SinkConfig config,
        Consumer<byte[], byte[]> consumer,
        Admin admin,
        DatabaseLink database,
        Lag lag,
        SinkMeters meters,
        SpendMeters spendMeters,
        DriftMeters driftMeters,
        InstantSource clock) {}
