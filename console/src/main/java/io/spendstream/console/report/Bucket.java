package io.spendstream.console.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** How long a bucket of a series is. Hours and days are those of a time zone. */
enum Bucket {
    MINUTE("1m", Duration.ofMinutes(1), Duration.ofHours(3)),
    QUARTER("15m", Duration.ofMinutes(15), Duration.ofDays(7)),
    HOUR("1h", Duration.ofHours(1), Duration.ofDays(31)),
    DAY("1d", Duration.ofDays(1), Duration.ofDays(400));

    /** Clocks that change make a span of days an hour longer, and rounding makes it a bucket longer. */
    private static final Duration SLACK = Duration.ofHours(2);

    private final String wireName;
    private final Duration length;
    private final Duration spanMax;

    Bucket(String wireName, Duration length, Duration spanMax) {
        this.wireName = wireName;
        this.length = length;
        this.spanMax = spanMax;
    }

    static Bucket of(String wireName) {
        return List.of(values()).stream()
                .filter(bucket -> bucket.wireName.equals(wireName))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what a span is shown in, if nothing else is asked for. */
    static Bucket fitting(Duration span) {
        if (span.compareTo(Duration.ofHours(1)) <= 0) {
            return MINUTE;
        }
        if (span.compareTo(Duration.ofHours(36)) <= 0) {
            return QUARTER;
        }
        return span.compareTo(Duration.ofDays(7)) <= 0 ? HOUR : DAY;
    }

    String wireName() {
        return wireName;
    }

    Duration spanMax() {
        return spanMax;
    }

    boolean isTooFineFor(Instant from, Instant to) {
        Duration slack = this == MINUTE ? length : SLACK;
        return Duration.between(from, to).compareTo(spanMax.plus(slack)) > 0;
    }

    /** Returns the beginning of the bucket {@code time} is in. */
    Instant floor(Instant time, ZoneId zone) {
        if (this == DAY) {
            return time.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        }
        ZoneOffset offset = zone.getRules().getOffset(time);
        long local = time.getEpochSecond() + offset.getTotalSeconds();
        return Instant.ofEpochSecond(
                Math.floorDiv(local, length.toSeconds()) * length.toSeconds() - offset.getTotalSeconds());
    }

    /** Returns the end of the bucket {@code time} is in, or {@code time} if one begins there. */
    Instant ceiling(Instant time, ZoneId zone) {
        Instant floor = floor(time, zone);
        return floor.equals(time) ? time : next(floor, zone);
    }

    private Instant next(Instant edge, ZoneId zone) {
        return this == DAY
                ? edge.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant()
                : edge.plus(length);
    }

    /** Returns the edges from {@code from} to {@code to}, both of which are edges. */
    List<Instant> edges(Instant from, Instant to, ZoneId zone) {
        List<Instant> edges = new ArrayList<>();
        for (Instant edge = from; edge.isBefore(to); edge = next(edge, zone)) {
            edges.add(edge);
        }
        edges.add(to);
        return edges;
    }

    /** Returns the beginning of the day that is {@code days} before that of {@code time}. */
    static Instant dayBefore(Instant time, long days, ZoneId zone) {
        return time.atZone(zone)
                .toLocalDate()
                .minus(days, ChronoUnit.DAYS)
                .atStartOfDay(zone)
                .toInstant();
    }
}
