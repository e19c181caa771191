package io.spendstream.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.spendstream.console.Console;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.Money;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page before two months of seven teams; the pictures are taken before tests add teams of their own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
    @TempDir
    private static Path folder;

    private static RunningPipeline pipeline;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException {
        Chromium.assumeInstalled();
        pipeline = RunningPipeline.start(folder);
        pipeline.define(budgets());
        var teams = new DemoTeams(Instant.now());
        pipeline.remember(teams.history());
        pipeline.send(teams.recent());
        pipeline.send(List.of(
                Calls.priced("research", "runaway", 1_000_000, 0), Calls.priced("research", "brisk", 680_000, 0)));
        chromium = Chromium.start();
    }

    private static List<Budget> budgets() {
        return List.of(
                Budget.builder("loop-guard", dollars("2"))
                        .name("Loop guard")
                        .scope(BudgetDimension.TASK_TYPE, "review")
                        .each(BudgetDimension.SESSION)
                        .period(period(BudgetPeriod.Type.SESSION))
                        .action(BudgetAction.BLOCK)
                        .build(),
                Budget.builder("research-week", dollars("400"))
                        .name("Research, weekly")
                        .scope(BudgetDimension.TEAM, "research")
                        .period(period(BudgetPeriod.Type.WEEK))
                        .forecast(true)
                        .build(),
                Budget.builder("all-month", dollars("1000"))
                        .name("Everybody, monthly")
                        .period(period(BudgetPeriod.Type.MONTH))
                        .forecast(true)
                        .build(),
                Budget.builder("search-tokens", BudgetAmount.tokens(300_000_000))
                        .name("Tokens of search")
                        .scope(BudgetDimension.TEAM, "search")
                        .period(period(BudgetPeriod.Type.WEEK))
                        .build());
    }

    private static BudgetAmount dollars(String amount) {
        return BudgetAmount.usd(Money.of(amount));
    }

    private static BudgetPeriod period(BudgetPeriod.Type type) {
        return BudgetPeriod.of(type, ZoneOffset.UTC);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @ParameterizedTest
    @MethodSource("looks")
    void isAccessibleInBothThemesAndWidthsAndNeverScrollsSideways(Look look) {
        try (Tab tab = open(look)) {
            Axe.assertAccessible(tab.page());

            Object width = tab.page().evaluate("document.documentElement.scrollWidth");
            assertThat(width).isEqualTo(look.width());
        }
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({"1280,LIGHT,console-light.png", "1280,DARK,console-dark.png", "400,LIGHT,console-narrow.png"})
    void isPictured(int width, ColorScheme theme, String name) {
        Look look = new Look(width, width == 400 ? 1800 : 1180, 2, theme);
        try (Tab tab = open(look)) {
            pipeline.send(new DemoTeams(Instant.now()).atThisMoment());
            assertThat(tab.at("#tail .event").first()).not().hasAttribute("data-kind", "alert");
            assertThat(tab.at("#strip .strip-item")).hasCount(1);
            if (width == 400) {
                Picture.take(tab.page(), name, tab.at("section.budgets"));
            } else {
                Picture.take(tab.page(), name);
            }
        }
    }

    @Test
    void everyDigitOfTheMonthIsInItsTooltip() {
        try (Tab tab = open(Look.LIGHT)) {
            String exact = pipeline.ask("SELECT trim_scale(sum(cost_exact))::text FROM token_usage"
                    + " WHERE timestamp >= date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'");

            Locator month = figure(tab, "Month to date").locator(".figure-value data");
            assertThat(month).hasAttribute("title", Pattern.compile("^\\$[0-9,]+\\.[0-9]+$"));
            assertThat(month.getAttribute("title").replaceAll("[$,]", "")).isEqualTo(exact);
            assertThat(figure(tab, "Burning now")).containsText("/h");
            assertThat(tab.page()).hasTitle(Pattern.compile("^\\$[0-9,.]+/h · Spendstream$"));
            assertThat(figure(tab, "Freshness")).containsText("since the newest call");
        }
    }

    @Test
    void whatSpendIsStackedByIsInTheAddress() {
        try (Tab tab = open(Look.LIGHT)) {
            tab.choose("Model");

            tab.assertAddress("?by=model");
            assertThat(tab.at(".legend")).containsText("claude-opus-4-5-20251101");
            tab.page().reload();
            tab.assertChosen("Model");
            assertThat(tab.at(".legend")).containsText("claude-opus-4-5-20251101");
            tab.page().goBack();
            tab.assertChosen("Team");
            assertThat(tab.at(".legend")).containsText("research");
        }
    }

    @Test
    void theStripSaysThatTheStreamProcessorIsBehind() throws IOException {
        var ofNobody = Map.of(ConsoleConfig.APPLICATION_ID, "processors-that-never-ran");
        try (Console console = pipeline.newConsole(0, ofNobody);
                Tab tab = chromium.open(Look.LIGHT, console.url().toString()).live()) {
            assertThat(tab.at("#strip .strip-item[data-code=processor_lag]")).containsText("usage events wait for it");
        }
    }

    @Test
    void aModelWithoutAPriceIsCalledUnpricedAndNeverFree() {
        try (Tab tab = open(Look.LIGHT)) {
            Locator cost = tab.row(DemoTeams.UNPRICED_TEAM).locator(".cost");

            assertThat(cost).hasText("unpriced");
            tab.drillInto(DemoTeams.UNPRICED_TEAM);
            assertThat(tab.at(".legend li")).hasCount(1);
            assertThat(tab.at(".legend li")).containsText("unpriced");
            assertThat(tab.row("experimenter")).not().containsText("$");
        }
    }

    @ParameterizedTest
    @CsvSource({"15 min,15m,last 15 min", "30 d,30d,last 30 d"})
    void theSpanIsInTheAddress(String text, String value, String hint) {
        try (Tab tab = open(Look.LIGHT)) {
            tab.choose(text);

            tab.assertAddress("?window=" + value);
            assertThat(tab.at("#breakdown-hint")).containsText(hint);
            tab.page().reload();
            tab.assertChosen(text);
            tab.page().goBack();
            tab.assertChosen("24 h");
            assertThat(tab.at("#breakdown-hint")).containsText("last 24 h");
        }
    }

    @Test
    void aRowLeadsToWhatIsInsideItAndTheAddressLeadsBack() {
        try (Tab tab = open(Look.LIGHT)) {
            tab.drillInto("research");
            tab.assertAddress("?team=research");
            tab.assertChosen("Agent"); // a chart of one team would be of one colour
            tab.drillInto("planner");
            tab.drillInto("plan");
            tab.drillInto("gpt-5-2025-08-07");
            tab.assertAddress("?team=research&agent=planner&task_type=plan&model=gpt-5-2025-08-07");
            assertThat(tab.at("#breakdown thead th").first()).hasText("Session");
            assertThat(tab.at("#tail .event").first()).containsText("research · planner");

            tab.page().reload();
            assertThat(tab.at("#crumbs [aria-current]")).hasText("Model: gpt-5-2025-08-07");
            tab.page().goBack();
            assertThat(tab.at("#crumbs [aria-current]")).hasText("Task type: plan");
            tab.at("#crumbs a").filter(having("Team: research")).click();
            tab.assertAddress("?team=research");
            assertThat(tab.row("deep-reader")).isVisible();
            tab.at("#crumbs a").first().click();
            tab.assertAddress("");
            tab.assertChosen("Team");
            assertThat(tab.at("#crumbs")).isHidden();
            assertThat(tab.row("support")).isVisible();
        }
    }

    @Test
    void theDearestRowsAreShownAndTheOthersAddedUp() {
        pipeline.send(IntStream.range(0, 20)
                .mapToObj(i -> Calls.priced("crowd", "s-" + i, 1_000, 7))
                .toList());
        try (Tab tab = open(Look.LIGHT)) {
            tab.drillInto("crowd");

            assertThat(tab.at("#breakdown tbody tr")).hasCount(13);
            assertThat(tab.at("#breakdown tbody .rest")).hasText("8 others");
            assertThat(tab.at("#breakdown tbody tr").last().locator("data"))
                    .hasAttribute("title", "$0.02056"); // 8 × $0.00257
            tab.at("#breakdown-more button").click();
            assertThat(tab.at("#breakdown tbody tr")).hasCount(20);
            assertThat(tab.at("#breakdown tbody .rest")).hasCount(0);
        }
    }

    @Test
    void aSessionIsTheEndOfTheWayDown() {
        try (Tab tab = open(Look.LIGHT)) {
            tab.page()
                    .navigate(pipeline.url() + "?team=research&agent=agent-of-runaway&task_type=review"
                            + "&model=gpt-4o-2024-08-06&session=runaway&window=30d");

            assertThat(tab.row("runaway").locator(".cost")).hasText("$2.50");
            assertThat(tab.row("runaway").getByRole(AriaRole.LINK)).hasCount(0);
        }
    }

    @Test
    void budgetsSayTheirStateInWords() {
        try (Tab tab = open(Look.LIGHT)) {
            tab.at("#budgets-more button").click();

            assertThat(budget(tab, "Loop guard · runaway").locator(".budget-state"))
                    .hasText("125 % · over the limit, agents that ask are refused");
            assertThat(budget(tab, "Loop guard · brisk").locator(".budget-state"))
                    .hasText("85 % · close to the limit");
            assertThat(tab.at("#budgets .track-pace").first()).isAttached();
            assertThat(tab.at("#tail .event[data-kind=alert]").first()).isAttached();
        }
    }

    @Test
    void aCallThatIsMadeNowShowsWithoutAsking() {
        String team = "team-" + UUID.randomUUID();
        try (Tab tab = open(Look.LIGHT)) {
            pipeline.send(Calls.priced(team, "session-1", 1_000, 7));

            Locator event = tab.at("#tail .event").filter(having(team));
            assertThat(event.locator("data")).hasAttribute("title", "$0.00257");
            assertThat(tab.row(team).locator(".cost")).hasText("$0.0026");
        }
    }

    @Test
    void textsFromEventsAreShownAsTheyAre() {
        String team = "<img src=x onerror=alert(1)> " + UUID.randomUUID();
        try (Tab tab = open(Look.LIGHT)) {
            pipeline.send(Calls.priced(team, "session-1", 1_000, 7));

            assertThat(tab.at("#tail .event").filter(having(team))).isVisible();
            assertThat(tab.at("#breakdown th a").filter(having(team))).isVisible();
        }
    }

    @Test
    void whilePausedTheTailStandsAndWhatComesWaits() {
        String team = "team-" + UUID.randomUUID();
        try (Tab tab = open(Look.LIGHT)) {
            tab.at("#pause").click();
            assertThat(tab.at("#pause")).hasAttribute("aria-pressed", "true");
            pipeline.send(Calls.priced(team, "session-1", 1_000, 7));

            assertThat(tab.at("#tail-hint")).hasText(Pattern.compile("^Paused, [1-9][0-9]* new$"));
            assertThat(tab.at("#tail .event").filter(having(team))).hasCount(0);
            tab.at("#pause").click();
            assertThat(tab.at("#tail .event").filter(having(team))).hasCount(1);
            assertThat(tab.at("#tail-hint")).not().containsText("Paused");
        }
    }

    @Test
    void theChosenThemeOutlivesTheReload() {
        try (Tab tab = open(Look.LIGHT)) {
            assertThat(tab.at("body")).hasCSS("background-color", "rgb(245, 246, 248)");
            tab.at("#theme").click();

            assertThat(tab.at("body")).hasCSS("background-color", "rgb(13, 17, 22)");
            tab.page().reload();
            assertThat(tab.at("body")).hasCSS("background-color", "rgb(13, 17, 22)");
            assertThat(tab.at("#theme")).hasText("Light theme");
        }
    }

    @Test
    void everyBarIsInATableToo() {
        try (Tab tab = open(Look.LIGHT)) {
            tab.choose("30 d");
            tab.at(".numbers summary").click();

            assertThat(tab.at(".chart-table tbody tr")).hasCount(30);
            assertThat(tab.at(".chart-table thead")).containsText("research");
        }
    }

    @Test
    void worksWithTheKeyboardAlone() {
        try (Tab tab = open(Look.LIGHT)) {
            tab.page().keyboard().press("Tab");
            assertThat(tab.at(".skip")).isFocused();
            tab.page().keyboard().press("Enter");
            assertThat(tab.at("#main")).isFocused();
            tab.page().keyboard().press("Tab");
            tab.page().keyboard().press("ArrowRight");

            tab.assertAddress("?by=agent");
            tab.assertChosen("Agent");
            assertThat(tab.at("input[name=by][value=agent]")).isFocused();
        }
    }

    @Test
    void comesBackByItselfAfterTheServerWasAway() throws IOException {
        String team = "team-" + UUID.randomUUID();
        try (Tab tab = open(Look.LIGHT)) {
            pipeline.withoutConsole(() -> {
                assertThat(tab.at("#connection")).hasText("Reconnecting…");
                assertThat(tab.at("#figures .figure")).hasCount(5);
                pipeline.send(Calls.priced(team, "session-1", 1_000, 7));
            });

            tab.live();
            assertThat(tab.at("#tail .event").filter(having(team))).hasCount(1);
            tab.forgiveComplaints(); // the browser notes every connection that is refused
        }
    }

    private static Tab open(Look look) {
        return chromium.open(look, pipeline.url()).filled();
    }

    private static Locator figure(Tab tab, String name) {
        return tab.at("#figures .figure").filter(having(name));
    }

    private static Locator budget(Tab tab, String name) {
        return tab.at("#budgets .budget").filter(having(name));
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static List<Look> looks() {
        return List.of(Look.LIGHT, Look.DARK, Look.NARROW, Look.NARROW_DARK);
    }
}
