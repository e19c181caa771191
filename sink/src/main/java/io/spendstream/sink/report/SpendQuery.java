package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question for spend.
 *
 * @param by what to group by: nothing, one or two dimensions
 * @param since the first moment that counts
 * @param until the first moment that no longer counts
 * @param zone whose days, weeks and months are meant
 * @param where the values other lines than these are left out by
 * @param limit how many groups to return at most; the total is over all of them
 */
public record SpendQuery(
        List<SpendDimension> by,
        Instant since,
        Instant until,
        ZoneId zone,
        Map<SpendDimension, String> where,
        int limit) {
    private static final int DIMENSIONS_MAX = 2;
    private static final int DAYS_MAX = 3660;

    public SpendQuery {
        by = List.copyOf(by);
        requireNonNull(zone, "zone");
        if (by.size() > DIMENSIONS_MAX || new HashSet<>(by).size() != by.size()) {
            throw new IllegalArgumentException("by must be at most two different dimensions: " + by);
        }
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("since must be before until: %s, %s".formatted(since, until));
        }
        if (since.plusSeconds(DAYS_MAX * 86_400L).isBefore(until)) {
            throw new IllegalArgumentException(
                    "since and until must be at most %d days apart: %s, %s".formatted(DAYS_MAX, since, until));
        }
        if (by.stream().filter(SpendDimension::isCalendar).count() > 1) {
            throw new IllegalArgumentException("by must name at most one of day, week and month: " + by);
        }
        if (where.keySet().stream().anyMatch(SpendDimension::isCalendar)) {
            throw new IllegalArgumentException("where must not name a day, week or month; say it with since and until");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        var copy = new EnumMap<SpendDimension, String>(SpendDimension.class);
        copy.putAll(where);
        where = Collections.unmodifiableMap(copy);
    }

    /** Returns the question for all spend from {@code since} to {@code until}, with days in UTC. */
    public static SpendQuery of(Instant since, Instant until, SpendDimension... by) {
        return new SpendQuery(List.of(by), since, until, ZoneOffset.UTC, Map.of(), Integer.MAX_VALUE);
    }

    /** Returns this question with the days of {@code zone}. */
    public SpendQuery in(ZoneId other) {
        return new SpendQuery(by, since, until, other, where, limit);
    }

    /** Returns this question about the lines whose {@code dimension} is {@code value}. */
    public SpendQuery where(SpendDimension dimension, String value) {
        var narrower = new EnumMap<SpendDimension, String>(SpendDimension.class);
        narrower.putAll(where);
        narrower.put(dimension, value);
        return new SpendQuery(by, since, until, zone, narrower, limit);
    }

    /** Returns this question for the {@code count} most expensive groups. */
    public SpendQuery top(int count) {
        return new SpendQuery(by, since, until, zone, where, count);
    }

    /** Returns the days, weeks or months of the zone that the question touches, by their first days; none if it wants none. */
    List<LocalDate> spans() {
        Optional<SpendDimension> calendar = calendar();
        if (calendar.isEmpty()) {
            return List.of();
        }
        List<LocalDate> spans = new ArrayList<>();
        LocalDate last = LocalDate.ofInstant(until.minusNanos(1), zone);
        LocalDate span = calendar.get().beginning(LocalDate.ofInstant(since, zone));
        while (!span.isAfter(last)) {
            spans.add(span);
            span = calendar.get().next(span);
        }
        return spans;
    }

    private Optional<SpendDimension> calendar() {
        return by.stream().filter(SpendDimension::isCalendar).findFirst();
    }

    /** Returns where the answer is read. */
    Source source() {
        List<Instant> beginnings = spans().stream().map(this::beginningOf).toList();
        return Source.of(since, until, beginnings, by, where);
    }

    Instant beginningOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
