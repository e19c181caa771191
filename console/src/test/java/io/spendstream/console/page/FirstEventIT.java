package io.spendstream.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.spendstream.console.Console;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.contract.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From an empty ledger to the first event, the first alarm and the first stranger; one story, told in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstEventIT {
    @TempDir
    private static Path folder;

    private static RunningPipeline pipeline;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException {
        Chromium.assumeInstalled();
        pipeline = RunningPipeline.start(folder);
        chromium = Chromium.start();
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
    @Order(1)
    void anEmptyLedgerShowsHowToSendAFirstEvent(Look look) {
        try (Tab tab = chromium.open(look, pipeline.url()).live()) {
            assertThat(tab.at("#start h2")).hasText("Waiting for the first event");
            assertThat(tab.at("#start")).containsText("./spendstream track");
            assertThat(tab.at("#start")).containsText("TokenTracker.fromEnvironment()");
            assertThat(tab.at("#start")).containsText("spendstream.usage");
            assertThat(tab.at("#views")).isHidden();
            Axe.assertAccessible(tab.page());
            Picture.take(tab.page(), "console-empty-%d.png".formatted(look.width()), tab.at("#foot"));
        }
    }

    @Test
    @Order(2)
    void theButtonSendsAnEventAndThePageFillsByItself() {
        try (Tab tab = chromium.open(Look.LIGHT, pipeline.url()).live()) {
            tab.at("#demo-event").click();

            assertThat(tab.at("#start")).isHidden();
            assertThat(tab.row("demo")).containsText("$0.0004"); // 1,200 × $0.15 and 300 × $0.60 a million
            assertThat(tab.row("demo").locator("data")).hasAttribute("title", "$0.00036");
            assertThat(tab.at("#tail .event").first()).containsText("demo · console");
            tab.assertAddress("?window=15m"); // a day would be one bar
            assertThat(tab.at("#strip .strip-item")).hasCount(0);
        }
    }

    @Test
    @Order(3)
    void theStripAppearsWhenACallHasNoPriceAndSaysWhatToDo() {
        try (Tab tab = chromium.open(Look.LIGHT, pipeline.url()).live()) {
            assertThat(tab.row("demo")).isVisible();

            pipeline.send(Calls.unpriced("platform", "session-1"));

            assertThat(tab.at("#strip .strip-item")).containsText("gpt-unreleased-preview");
            assertThat(tab.at("#strip .strip-word")).hasText("! Warning");
            assertThat(tab.row("platform").locator(".cost")).hasText("unpriced");
            assertThat(tab.at("#tail .event").first().locator(".event-cost")).hasText("unpriced");
            tab.at("#strip a").click();
            assertThat(tab.page().locator("#spendstreamunpricedusage")).isVisible();
        }
    }

    @Test
    @Order(4)
    void theStripSaysThatEventsWereRefusedAndLinesSetAside() {
        try (Tab tab = chromium.open(Look.LIGHT, pipeline.url()).live()) {
            pipeline.sendNonsense(Topic.USAGE);
            pipeline.sendNonsense(Topic.LEDGER);

            assertThat(warning(tab, "rejected_events")).containsText("dead-letters list");
            assertThat(warning(tab, "rejected_lines")).containsText("1 ledger line could not become a row");
        }
    }

    @Test
    @Order(5)
    void theStripSaysThatTheTablesAreBehindForAsLongAsTheyAre() {
        try (Tab tab = chromium.open(Look.LIGHT, pipeline.url()).live()) {
            pipeline.withoutSink(() -> {
                pipeline.write(new DemoTeams(Instant.now()).history().subList(0, 1_500));
                assertThat(warning(tab, "sink_lag")).containsText(Pattern.compile("about 1,5\\d\\d ledger lines"));
            });

            assertThat(warning(tab, "sink_lag")).hasCount(0);
        }
    }

    @Test
    @Order(6)
    void theStripSaysThatSumsDifferAndCallsItWrong() throws IOException {
        String calls = "UPDATE token_usage_rollup SET calls = calls %s 1 WHERE team = 'demo'";
        pipeline.tamper(calls.formatted("+"));
        // one that starts now looks now; those that run look once a minute
        try (Console console = pipeline.newConsole(0, Map.of());
                Tab wide = chromium.open(Look.LIGHT, console.url().toString()).live();
                Tab narrow = chromium.open(Look.NARROW_DARK, console.url().toString())
                        .live()) {
            for (Tab tab : List.of(wide, narrow)) {
                assertThat(warning(tab, "drift")).containsText("trust no figure here");
                assertThat(warning(tab, "drift").locator(".strip-word")).hasText("✕ Wrong");
                assertThat(tab.at("#strip .strip-item")).hasCount(4);
                Axe.assertAccessible(tab.page());
            }
            Picture.take(wide.page(), "console-strip-1280.png");
            Picture.take(narrow.page(), "console-strip-400.png", narrow.at("#headline"));
        } finally {
            pipeline.tamper(calls.formatted("-"));
        }
    }

    private static Locator warning(Tab tab, String code) {
        return tab.at("#strip .strip-item[data-code=%s]".formatted(code));
    }

    @Test
    @Order(7)
    void whereATokenIsRequiredThePageAsksForIt() throws IOException {
        String token = "a-token-of-many-letters";
        try (Console guarded = pipeline.newConsole(0, Map.of(ConsoleConfig.TOKEN, token));
                Tab tab = chromium.open(Look.LIGHT, guarded.url().toString())) {
            assertThat(tab.at("#views")).isHidden();
            assertThat(tab.at("#connection")).hasText("Not signed in");
            Axe.assertAccessible(tab.page());

            tab.at("#sign-in input").fill("another-token-of-many-letters");
            tab.at("#sign-in button").click();
            assertThat(tab.at("#sign-in .wrong")).hasText("This is not the token.");

            tab.at("#sign-in input").fill(token);
            tab.at("#sign-in button").click();
            assertThat(tab.live().row("demo")).isVisible();
            tab.page().reload();
            assertThat(tab.live().row("demo")).isVisible();
            tab.forgiveComplaints(); // the browser notes every answer 401
        }
    }

    private static List<Look> looks() {
        return List.of(Look.LIGHT, Look.NARROW_DARK);
    }
}
