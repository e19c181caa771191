package io.spendstream.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.console.Alerts;
import io.spendstream.console.report.Filters;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.sink.report.SpendDimension;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Filters ALL = new Filters(Map.of());
    private static final Filters SEARCH = new Filters(Map.of(SpendDimension.TEAM, "search"));

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Budget DAILY = Budget.builder("daily", BudgetAmount.usd(Money.of("10")))
            .each(BudgetDimension.TEAM)
            .period(BudgetPeriod.UTC_DAY)
            .build();

    private final Feed feed = new Feed();
    private int added;

    private void add(int count, String team) {
        for (int i = 0; i < count; i++) {
            feed.add(0, added, line("e-" + added, team));
            added++;
        }
    }

    private static LedgerLine line(String eventId, String team) {
        return new LedgerLine(
                eventId,
                0,
                null,
                null,
                NOON,
                NOON,
                Attribution.builder("s").team(team).build(),
                ModelCall.of("openai", "gpt-4o"),
                UsageCounts.of(1, 1),
                UsageStatus.FINAL,
                new Pricing(PricingStatus.PRICED, Money.of("1"), "gpt-4o", "gpt-4o@1", "exact", "1"),
                0,
                null,
                null,
                null,
                Set.of());
    }

    @Test
    void showsTheNewestAndSaysHowManyItLeftOut() {
        Feed.Position start = feed.end();
        add(30, "search");
        add(5, "payments");
        feed.skip(7);

        Feed.Batch batch = feed.after(start, SEARCH);

        assertThat(batch.events()).hasSize(Feed.LINES_SHOWN_MAX);
        assertThat(batch.events().get(19).path("event_id").textValue()).isEqualTo("e-29");
        assertThat(batch.leftOut()).isEqualTo(10 + 7);
        assertThat(feed.after(batch.position(), ALL).leftOut()).isZero();
    }

    @Test
    void thatNobodyFollowedForAWhileIsNoLine() {
        add(3, "search");
        Feed.Position before = feed.end();
        feed.interrupt();
        add(1, "search");

        Feed.Batch batch = feed.after(before, ALL);

        assertThat(batch.events()).hasSize(1);
        assertThat(batch.leftOut()).isZero();
    }

    @Test
    void aClientGoesOnWhereItWas() {
        add(3, "search");
        String id = feed.id(feed.end());
        add(2, "search");

        assertThat(feed.after(feed.find(id).orElseThrow(), ALL).events())
                .extracting(event -> event.path("event_id").textValue())
                .containsExactly("e-3", "e-4");
    }

    @Test
    void anAlertIsShownAlthoughLinesBeginToBeFollowedAfterIt() {
        Feed.Position start = feed.end();
        add(1, "search");
        Feed.Position before = feed.end();
        feed.add(Alerts.fired(DAILY, "search", NOON, 1));
        feed.interrupt();
        add(2, "search");

        Feed.Batch batch = feed.after(start, SEARCH);

        assertThat(batch.alerts()).hasSize(1);
        assertThat(batch.events()).hasSize(2);
        assertThat(batch.leftOut()).isZero();
        assertThat(feed.after(batch.position(), SEARCH).alerts()).isEmpty();
        assertThat(feed.find(feed.id(before))).isEmpty();
        assertThat(feed.find(feed.id(batch.position()))).isPresent();
    }

    @Test
    void nobodyGoesOnAcrossAGap() {
        add(3, "search");
        String beforePause = feed.id(feed.end());
        feed.interrupt();
        add(1, "search");
        String beforeFlood = feed.id(feed.end());
        add(10_000, "search");

        assertThat(feed.find(beforePause)).isEmpty();
        assertThat(feed.find(beforeFlood)).isEmpty();
        assertThat(feed.find("00000000-1")).isEmpty();
        assertThat(feed.find("nonsense")).isEmpty();
    }

    @Test
    void whoComesTooLateIsToldHowManyAreGone() {
        Feed.Position start = feed.end();
        add(10_000, "search");

        Feed.Batch batch = feed.after(start, ALL);

        assertThat(batch.events().size() + batch.leftOut()).isEqualTo(10_000);
    }
}
