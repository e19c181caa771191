package io.spendstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.sink.report.EnoughLines.Bucket;
import io.spendstream.sink.write.Rollup.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EnoughLinesTest {
    private static final Instant END = Instant.parse("2026-11-22T17:40:00Z");
    private static final Instant MONTH_AGO = END.minus(Duration.ofDays(31));

    private final List<Instant> calls = new ArrayList<>();
    private int bucketsRead;

    @Test
    void theQuarterBeforeIsEnoughIfItHasEnough() {
        call("2026-11-22T17:20:00Z");
        call("2026-11-22T17:25:00Z");
        call("2026-11-22T17:35:00Z"); // perhaps after the place the lines are wanted from

        assertThat(beginning(2)).isEqualTo("2026-11-22T17:15:00Z");
    }

    @Test
    void whatLiesWeeksBackIsFoundToTheQuarterFromFewSums() {
        call("2026-11-01T09:10:00Z");
        call("2026-11-01T09:50:00Z");
        call("2026-11-20T23:59:59Z");

        assertThat(beginning(2)).isEqualTo("2026-11-01T09:45:00Z");
        assertThat(bucketsRead).isLessThan(10);
    }

    @Test
    void whereThereIsTooLittleAllOfItIsRead() {
        call("2026-11-21T12:00:00Z");

        assertThat(beginning(2)).isEqualTo(MONTH_AGO);
    }

    @RepeatedTest(50)
    void itIsTheLatestQuarterFromWhichOnThereIsEnough() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            calls.add(END.minusSeconds(random.nextInt(1 << (10 + random.nextInt(11)))));
        }
        int wanted = 1 + random.nextInt(20);

        assertThat(beginning(wanted)).as("seed %d", seed).isEqualTo(latestQuarterWithEnough(wanted));
    }

    private Instant latestQuarterWithEnough(int wanted) {
        Instant end = Level.QUARTER.bucketOf(END);
        return calls.stream()
                .filter(call -> call.isBefore(end)
                        && !call.isBefore(Level.DAY.bucketOf(MONTH_AGO).plus(Level.DAY.length())))
                .sorted(Comparator.reverseOrder())
                .skip(wanted - 1)
                .findFirst()
                .map(Level.QUARTER::bucketOf)
                .orElse(MONTH_AGO);
    }

    private void call(String time) {
        calls.add(Instant.parse(time));
    }

    private Instant beginning(int wanted) {
        return new EnoughLines(this::count, wanted).beginning(MONTH_AGO, END);
    }

    private List<Bucket> count(Level level, Instant since, Instant until) {
        var buckets = new TreeMap<Instant, Long>(Comparator.reverseOrder());
        calls.stream()
                .map(level::bucketOf)
                .filter(bucket -> !bucket.isBefore(since) && bucket.isBefore(until))
                .forEach(bucket -> buckets.merge(bucket, 1L, Long::sum));
        bucketsRead += buckets.size();
        List<Bucket> newestFirst = new ArrayList<>();
        buckets.forEach((time, count) -> newestFirst.add(new Bucket(time, count)));
        return newestFirst;
    }
}
