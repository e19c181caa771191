package io.spendstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:43:27.512Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-31",
                "2026-13-01",
                "2026-11-21T20:00",
                "7",
                "d7",
                "-7d",
                "7w",
                "123456d"
            })
    void refusesWhatIsNeitherADateNorATimeNorHowLongAgo(String text) {
        assertThatThrownBy(() -> of(text, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--since must be a date (2026-11-21), a time (2026-11-21T20:00:00Z) or how long ago (24h,"
                        + " 7d): " + text);
        assertThatThrownBy(() -> of(null, text)).hasMessageStartingWith("--until must be a date");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22,", "2026-11-21,2026-11-20", "2026-11-21T20:00:00Z,2026-11-21T20:00:00Z", "1h,2h", ",1d"})
    void refusesAPeriodThatEndsBeforeItStarts(@Nullable String since, @Nullable String until) {
        assertThatThrownBy(() -> of(since, until))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--since must be before --until: ");
    }

    @Test
    void isTodayUnlessSaidOtherwise() {
        assertThat(of(null, null)).isEqualTo(period("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"));
    }

    @Test
    void todayIsTheZonesDay() {
        assertThat(of(null, null, "Asia/Kathmandu")).isEqualTo(period("2026-11-21T18:15:00Z", "2026-11-22T18:15:00Z"));
        assertThat(of(null, null, "Pacific/Kiritimati"))
                .isEqualTo(period("2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"));
    }

    @Test
    void theLastDayCountsWhole() {
        assertThat(of("2026-11-01", "2026-11-30")).isEqualTo(period("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"));
        assertThat(of("2026-11-21", "2026-11-21")).isEqualTo(period("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"));
    }

    @Test
    void aTimeIsTakenAsItIs() {
        assertThat(of("2026-11-21T01:02:03.004Z", "2026-11-21T12:00:00+01:00"))
                .isEqualTo(period("2026-11-21T01:02:03.004Z", "2026-11-21T11:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "90m,2026-11-21T19:00:00Z",
        "24h,2026-11-20T20:30:00Z",
        "7d,2026-11-14T20:30:00Z",
        "0m,2026-11-21T20:30:00Z"
    })
    void howLongAgoFallsOnTheQuarterOfAnHourBefore(String ago, Instant expected) {
        assertThat(of(ago, null).since()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,2026-03-29,23",
        "Europe/Berlin,2026-10-25,25",
        "America/New_York,2026-03-08,23",
        "America/New_York,2026-11-01,25",
        "Australia/Lord_Howe,2026-04-05,24",
        "UTC,2026-03-29,24"
    })
    void aDayOnWhichClocksChangeHasTheHoursItHas(String zone, String day, long hours) {
        Duration length = lengthOf(of(day, day, zone));

        boolean isHalfHourZone = zone.equals("Australia/Lord_Howe");
        assertThat(length).isEqualTo(Duration.ofHours(hours).plusMinutes(isHalfHourZone ? 30 : 0));
    }

    @Test
    void aDayWithoutMidnightStartsWhenItStarts() {
        // clocks went from 23:59:59 to 01:00 there
        assertThat(of("2018-11-04", "2018-11-04", "America/Sao_Paulo"))
                .isEqualTo(period("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"));
    }

    @Test
    void aDayThatAZoneSkippedIsEmptyAndSoRefused() {
        assertThatThrownBy(() -> of("2011-12-30", "2011-12-30", "Pacific/Apia"))
                .hasMessageStartingWith("--since must be before --until");
    }

    private static Duration lengthOf(Period period) {
        return Duration.between(period.since(), period.until());
    }

    private static Period of(@Nullable String since, @Nullable String until) {
        return Period.of(since, until, ZoneOffset.UTC, NOW);
    }

    private static Period of(@Nullable String since, @Nullable String until, String zone) {
        return Period.of(since, until, ZoneId.of(zone), NOW);
    }

    private static Period period(String since, String until) {
        return new Period(Instant.parse(since), Instant.parse(until));
    }
}
