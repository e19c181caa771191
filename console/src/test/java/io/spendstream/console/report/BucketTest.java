package io.spendstream.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
    @ParameterizedTest
    @CsvSource({
        "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "DAY, America/New_York, 2026-03-08T12:00:00Z, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
        "HOUR, Asia/Kathmandu, 2026-11-21T12:07:30Z, 2026-11-21T11:15:00Z, 2026-11-21T12:15:00Z",
        "QUARTER, UTC, 2026-11-21T12:07:30Z, 2026-11-21T12:00:00Z, 2026-11-21T12:15:00Z",
        "MINUTE, UTC, 2026-11-21T12:07:30Z, 2026-11-21T12:07:00Z, 2026-11-21T12:08:00Z"
    })
    void bucketsAreThoseOfTheZone(Bucket bucket, String zone, String time, String floor, String ceiling) {
        Instant moment = Instant.parse(time);

        assertThat(bucket.floor(moment, ZoneId.of(zone))).isEqualTo(floor);
        assertThat(bucket.ceiling(moment, ZoneId.of(zone))).isEqualTo(ceiling);
        assertThat(bucket.ceiling(Instant.parse(ceiling), ZoneId.of(zone))).isEqualTo(ceiling);
    }

    @Test
    void aWeekOfDaysInWhichClocksChangeHasSeven() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant from = Instant.parse("2026-10-21T22:00:00Z");

        List<Instant> edges = Bucket.DAY.edges(from, Instant.parse("2026-10-28T23:00:00Z"), berlin);

        assertThat(edges).hasSize(8);
        assertThat(Duration.between(edges.get(3), edges.get(4))).isEqualTo(Duration.ofHours(25));
    }

    @ParameterizedTest
    @CsvSource({"PT1H, MINUTE", "PT1H1S, QUARTER", "PT36H, QUARTER", "PT37H, HOUR", "P7D, HOUR", "P8D, DAY"})
    void aSpanIsShownInBucketsThatFit(Duration span, Bucket bucket) {
        assertThat(Bucket.fitting(span)).isEqualTo(bucket);
    }
}
