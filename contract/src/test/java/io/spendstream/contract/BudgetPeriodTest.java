package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows against a second way to find them: minute by minute, by what the clock on the wall shows. */
class BudgetPeriodTest {
    private static final long SEED = System.nanoTime();
    private static final Instant FIRST = Instant.parse("2012-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2040-01-01T00:00:00Z");
    private static final int QUARTER_SECONDS = 900;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "America/St_Johns",
                "America/Havana",
                "America/Sao_Paulo",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Asia/Beirut",
                "Asia/Tehran",
                "Africa/Cairo",
                "Africa/Casablanca",
                "Australia/Lord_Howe",
                "Australia/Adelaide",
                "Atlantic/Azores",
                "Pacific/Apia",
                "Pacific/Chatham",
                "Pacific/Kiritimati",
                "Antarctica/Troll"
            })
    void everyInstantIsInTheDayTheClockShows(String name) {
        ZoneId zone = ZoneId.of(name);
        var random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            Instant time = randomQuarter(random);
            LocalDate date = LocalDateTime.ofInstant(time, zone).toLocalDate();

            BudgetWindow day = BudgetPeriod.of(BudgetPeriod.Type.DAY, zone).windowAt(time);

            assertThat(day.contains(time)).as("seed %d: %s", SEED, time).isTrue();
            assertThat(dateAt(day.start(), zone)).as("seed %d: %s", SEED, time).isEqualTo(date);
            assertThat(dateAt(day.end().minusSeconds(1), zone)).isEqualTo(date);
            assertThat(dateAt(day.end(), zone)).isAfter(date);
            assertThat(dateAt(day.start().minusSeconds(1), zone)).isBefore(date);
        }
    }

    @Test
    void windowsOfEveryZoneFollowEachOtherWithoutGapAndLieOnQuartersOfAnHour() {
        var random = new Random(SEED);
        for (String name : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(name);
            for (BudgetPeriod.Type type : List.of(
                    BudgetPeriod.Type.HOUR, BudgetPeriod.Type.DAY, BudgetPeriod.Type.WEEK, BudgetPeriod.Type.MONTH)) {
                var period = new BudgetPeriod(type, zone, DayOfWeek.of(1 + random.nextInt(7)), 1 + random.nextInt(28));
                BudgetWindow window = period.windowAt(randomQuarter(random));
                for (int i = 0; i < 15; i++) {
                    BudgetWindow next = period.windowAt(window.end());
                    assertThat(next.start())
                            .as("seed %d: %s after %s", SEED, period, window)
                            .isEqualTo(window.end());
                    assertThat(period.windowAt(next.start())).isEqualTo(next);
                    assertThat(period.windowAt(next.end().minusNanos(1))).isEqualTo(next);
                    assertThat(next.start().getEpochSecond() % QUARTER_SECONDS)
                            .as("seed %d: %s from %s", SEED, period, next)
                            .isZero();
                    window = next;
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // clocks forward, clocks back, forward over midnight, back by half an hour, no change at half past
        "Europe/Berlin,       DAY,  2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, PT23H",
        "Europe/Berlin,       DAY,  2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, PT25H",
        "Asia/Beirut,         DAY,  2026-03-29T12:00:00Z, 2026-03-28T22:00:00Z, PT23H",
        "Australia/Lord_Howe, DAY,  2026-04-05T03:00:00Z, 2026-04-04T13:00:00Z, PT24H30M",
        "Asia/Kolkata,        DAY,  2026-11-21T18:29:59Z, 2026-11-20T18:30:00Z, PT24H",
        "Asia/Kolkata,        HOUR, 2026-11-21T18:29:59Z, 2026-11-21T17:30:00Z, PT1H",
        "Europe/Berlin,       HOUR, 2026-10-25T01:10:00Z, 2026-10-25T01:00:00Z, PT1H",
        "Australia/Lord_Howe, HOUR, 2026-04-04T15:10:00Z, 2026-04-04T15:00:00Z, PT30M",
        "America/St_Johns,    WEEK, 2026-03-08T12:00:00Z, 2026-03-02T03:30:00Z, PT167H",
        "Pacific/Apia,        DAY,  2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, PT24H",
        "Pacific/Apia,        DAY,  2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, PT24H",
        "America/St_Johns,    DAY,  2006-10-29T03:15:00Z, 2006-10-29T02:30:00Z, PT25H"
    })
    void windowsAroundClockChanges(String zone, BudgetPeriod.Type type, Instant time, Instant start, Duration length) {
        BudgetWindow window = BudgetPeriod.of(type, ZoneId.of(zone)).windowAt(time);

        assertThat(window.start()).isEqualTo(start);
        assertThat(Duration.between(window.start(), window.end())).isEqualTo(length);
    }

    @Test
    void aMonthStartsOnItsDay() {
        var period = new BudgetPeriod(BudgetPeriod.Type.MONTH, ZoneOffset.UTC, DayOfWeek.MONDAY, 15);

        assertThat(period.windowAt(Instant.parse("2026-03-14T23:59:59Z")))
                .isEqualTo(
                        new BudgetWindow(Instant.parse("2026-02-15T00:00:00Z"), Instant.parse("2026-03-15T00:00:00Z")));
        assertThat(period.windowAt(Instant.parse("2026-03-15T00:00:00Z")).start())
                .isEqualTo("2026-03-15T00:00:00Z");
    }

    @Test
    void aWeekStartsOnItsDay() {
        var period = new BudgetPeriod(BudgetPeriod.Type.WEEK, ZoneOffset.UTC, DayOfWeek.SUNDAY, 1);

        assertThat(period.windowAt(Instant.parse("2026-11-21T23:59:59Z")).start())
                .isEqualTo("2026-11-15T00:00:00Z");
        assertThat(period.windowAt(Instant.parse("2026-11-22T00:00:00Z")).start())
                .isEqualTo("2026-11-22T00:00:00Z");
    }

    @Test
    void aSessionHasNoEnd() {
        BudgetPeriod session = BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneOffset.UTC);

        assertThat(session.windowAt(FIRST).isAlways()).isTrue();
    }

    @Test
    void refusesDaysThatNotEveryMonthHas() {
        for (int day : List.of(0, 29)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BudgetPeriod(BudgetPeriod.Type.MONTH, ZoneOffset.UTC, DayOfWeek.MONDAY, day));
        }
    }

    private static Instant randomQuarter(Random random) {
        long quarters = Duration.between(FIRST, LAST).toSeconds() / QUARTER_SECONDS;
        return FIRST.plusSeconds(random.nextLong(quarters) * QUARTER_SECONDS);
    }

    private static LocalDate dateAt(Instant time, ZoneId zone) {
        return LocalDateTime.ofInstant(time, zone).toLocalDate();
    }
}
