package io.spendstream.producer;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.UsageReader;
import io.spendstream.producer.reading.UsageReaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns the response of a call into the events that record it. Thread-safe. */
final class ResponseMeter {
    private final InstantSource clock;
    private final EventId ids;
    private final Losses losses;
    private final Readings readings;

    ResponseMeter(InstantSource clock, EventId ids, Losses losses, Readings readings) {
        this.clock = clock;
        this.ids = ids;
        this.losses = losses;
        this.readings = readings;
    }

    /** Returns what {@code body} reports; empty if the API is not known, which is counted. */
    Optional<ReadUsage> read(String provider, String api, byte[] body, ReadRequest request) {
        Optional<UsageReader> reader = UsageReaders.of(provider, api);
        if (reader.isEmpty()) {
            losses.count(DropReason.UNKNOWN_API, () -> "there is no reader for api %s of %s".formatted(api, provider));
        }
        return reader.map(known -> known.read(body, request));
    }

    /** Returns the events that record {@code usage} of a call that has just completed; the reading is counted. */
    List<UsageEvent> events(Attribution attribution, ReadUsage usage) {
        readings.count(usage);
        return usage.toEvents(clock.instant(), attribution);
    }

    /**
     * Returns the events that record {@code response}. If its usage cannot be had, that is one event of unknown usage:
     * a call that is left out would look free.
     */
    <T> List<UsageEvent> events(
            TrackContext context, T response, Function<? super T, byte[]> body, long latencyMillis) {
        Instant completed = clock.instant();
        Optional<ReadUsage> usage = bodyOf(response, body).flatMap(bytes -> read(context, bytes));
        if (usage.isEmpty()) {
            return List.of(unknown(context, completed, latencyMillis));
        }
        readings.count(usage.get());
        List<UsageEvent> events = usage.get().toEvents(completed, context.attribution());
        // the lines of one call share its latency, so only the main one says it
        return IntStream.range(0, events.size())
                .mapToObj(i -> i == 0 ? withLatency(events.get(0), latencyMillis) : events.get(i))
                .toList();
    }

    private Optional<ReadUsage> read(TrackContext context, byte[] body) {
        try {
            return read(context.provider(), context.api(), body, ReadRequest.of(context.requestModel()));
        } catch (RuntimeException | LinkageError e) {
            losses.count(DropReason.INTERNAL_ERROR, e::toString);
            return Optional.empty();
        }
    }

    private <T> Optional<byte[]> bodyOf(T response, Function<? super T, byte[]> body) {
        try {
            byte @Nullable [] bytes = body.apply(response);
            if (bytes != null) {
                return Optional.of(bytes);
            }
            losses.count(DropReason.UNREADABLE_RESPONSE, () -> "a response has no body");
        } catch (RuntimeException e) {
            losses.count(DropReason.UNREADABLE_RESPONSE, e::toString);
        }
        return Optional.empty();
    }

    private UsageEvent unknown(TrackContext context, Instant completed, long latencyMillis) {
        String requestModel = context.requestModel();
        var call = new ModelCall(
                context.provider(),
                requestModel == null ? ReadUsage.UNKNOWN_MODEL : requestModel,
                null,
                context.api(),
                null);
        return new UsageEvent(
                ids.mint(),
                completed,
                context.attribution(),
                call,
                UsageCounts.none(),
                UsageStatus.MISSING,
                null,
                latencyMillis,
                null,
                Set.of());
    }

    private static UsageEvent withLatency(UsageEvent event, long latencyMillis) {
        return new UsageEvent(
                event.eventId(),
                event.timestamp(),
                event.attribution(),
                event.call(),
                event.usage(),
                event.usageStatus(),
                event.providerCost(),
                latencyMillis,
                event.status(),
                event.usageFlags());
    }
}
