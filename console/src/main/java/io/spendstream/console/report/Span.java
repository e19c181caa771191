package io.spendstream.console.report;

import io.spendstream.console.http.Parameters;
import io.spendstream.console.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The time an answer is about, with both ends moved outwards to the edges of buckets.
 *
 * @param from the first moment that counts
 * @param to the first moment that no longer counts
 * @param bucket the buckets
 * @param zone whose hours and days are meant
 */
record Span(Instant from, Instant to, Bucket bucket, ZoneId zone) {
    /** A day has 25 hours where clocks are set back. */
    private static final Duration SESSIONS_MAX = Duration.ofHours(25);

    /** Returns the span of a series. */
    static Span ofSeries(Parameters parameters, Instant now) {
        Optional<Bucket> bucket =
                parameters.choice("bucket", "1m", "15m", "1h", "1d").map(Bucket::of);
        Span span = of(parameters, now, bucket, "24h");
        if (span.bucket.isTooFineFor(span.from, span.to)) {
            throw Problem.invalid(
                            bucket.isPresent() ? "bucket" : "from",
                            bucket.isPresent() ? span.bucket.wireName() : span.from.toString(),
                            "such that at most %d hours are shown in buckets of %s"
                                    .formatted(span.bucket.spanMax().toHours(), span.bucket.wireName()))
                    .exception();
        }
        return span;
    }

    /** Returns the span of a list of groups. */
    static Span ofGroups(Parameters parameters, Instant now) {
        Optional<Instant> from = parameters.time("from");
        if (from.isEmpty()
                && parameters.text("window").isEmpty()
                && parameters.time("to").isEmpty()) {
            ZoneId zone = parameters.zone();
            return new Span(Bucket.dayBefore(now, 0, zone), Bucket.dayBefore(now, -1, zone), Bucket.QUARTER, zone);
        }
        Span span = of(parameters, now, from.map(time -> Bucket.QUARTER), "24h");
        if (Bucket.DAY.isTooFineFor(span.from, span.to)) {
            throw Problem.invalid("from", span.from.toString(), "at most 400 days before to")
                    .exception();
        }
        return span;
    }

    private static Span of(Parameters parameters, Instant now, Optional<Bucket> wanted, String otherwise) {
        ZoneId zone = parameters.zone();
        Optional<String> window = parameters.choice("window", "15m", "24h", "30d");
        Optional<Instant> from = parameters.time("from");
        Optional<Instant> to = parameters.time("to");
        if (window.isPresent() && (from.isPresent() || to.isPresent())) {
            throw Problem.invalid("window", window.get(), "left out where from and to are given")
                    .exception();
        }
        if (to.isPresent() && from.isEmpty()) {
            throw Problem.invalid("to", to.get().toString(), "given together with from")
                    .exception();
        }
        if (from.isEmpty()) {
            return ofWindow(window.orElse(otherwise), now, wanted, zone);
        }
        Instant end = to.orElse(now);
        if (!from.get().isBefore(end)) {
            throw Problem.invalid(
                            "from",
                            from.get().toString(),
                            "before to, which is " + (to.isPresent() ? end : end + " (now)"))
                    .exception();
        }
        Bucket bucket = wanted.orElseGet(() -> Bucket.fitting(Duration.between(from.get(), end)));
        return new Span(bucket.floor(from.get(), zone), bucket.ceiling(end, zone), bucket, zone);
    }

    private static Span ofWindow(String window, Instant now, Optional<Bucket> wanted, ZoneId zone) {
        return switch (window) {
            case "15m" -> ending(now, Duration.ofMinutes(15), wanted.orElse(Bucket.MINUTE), zone);
            case "24h" -> ending(now, Duration.ofHours(24), wanted.orElse(Bucket.QUARTER), zone);
            default -> {
                Bucket bucket = wanted.orElse(Bucket.DAY);
                yield new Span(
                        Bucket.dayBefore(now, 29, zone),
                        bucket == Bucket.DAY ? Bucket.dayBefore(now, -1, zone) : bucket.ceiling(now, zone),
                        bucket,
                        zone);
            }
        };
    }

    private static Span ending(Instant now, Duration length, Bucket bucket, ZoneId zone) {
        Instant to = bucket.ceiling(now, zone);
        return new Span(bucket.floor(to.minus(length), zone), to, bucket, zone);
    }

    /** Refuses to group long spans by session, of which no sums are kept. */
    void checkSessions(String groupBy, Filters filters) {
        if (groupBy.equals("session")
                && !filters.isSessionGiven()
                && Duration.between(from, to).compareTo(SESSIONS_MAX) > 0) {
            throw Problem.invalid(
                            "group_by",
                            groupBy,
                            "another dimension for more than 24 hours, or ask for a session, or for less time")
                    .exception();
        }
    }

    List<Instant> edges() {
        return bucket.edges(from, to, zone);
    }
}
