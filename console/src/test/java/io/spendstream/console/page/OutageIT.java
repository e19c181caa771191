package io.spendstream.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.spendstream.contract.TopicSetup;
import io.spendstream.embedded.EmbeddedKafka;
import io.spendstream.embedded.EmbeddedPostgres;
import io.spendstream.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page while a server it rests on goes away under it: it says which, keeps what it shows, and goes on by itself. */
class OutageIT {
    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static EmbeddedPostgres postgres;
    private static RunningPipeline pipeline;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        Chromium.assumeInstalled();
        kafka = startKafka(0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicSetup.ensure(admin, 2, (short) 1);
        }
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        pipeline = RunningPipeline.start(
                folder,
                kafka.bootstrapServers(),
                new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password()));
        pipeline.send(Calls.priced("steady", "session-1", 1_000, 7));
        chromium = Chromium.start();
    }

    private static EmbeddedKafka startKafka(int port) {
        return EmbeddedKafka.start(folder.resolve("kafka"), port);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void theStripSaysThatTheBrokerIsAwayForAsLongAsItIs() {
        try (Tab tab = open()) {
            withoutKafka(() -> {
                Locator warning = tab.at("#strip .strip-item[data-code=kafka_unreachable]");
                assertThat(warning).containsText("Kafka does not answer");
                assertThat(warning.locator(".strip-word")).hasText("✕ Wrong");
                assertGoesOnShowing(tab);
                Axe.assertAccessible(tab.page());
            });

            assertThat(tab.at("#strip .strip-item")).hasCount(0);
            assertShowsWhatHappensNow(tab);
        } // the browser's console says nothing of all this
    }

    @Test
    void theStripSaysThatTheDatabaseIsAwayForAsLongAsItIs() {
        try (Tab tab = open()) {
            withoutPostgres(() -> {
                assertThat(problem(tab)).containsText("The database does not answer");
                assertThat(tab.at("#strip .strip-item")).hasCount(1);
                assertGoesOnShowing(tab);
            });

            assertThat(tab.at("#strip .strip-item")).hasCount(0);
            assertShowsWhatHappensNow(tab);
            assertComplainedOnlyOfAnswers(tab);
        }
    }

    @Test
    void aPageOpenedWhileTheDatabaseIsAwayFillsByItselfOnceItIsBack() {
        List<Tab> opened = new ArrayList<>();
        withoutPostgres(() -> {
            opened.add(chromium.open(Look.LIGHT, pipeline.url()));
            assertThat(problem(opened.get(0))).containsText("The database does not answer");
        });
        try (Tab tab = opened.get(0)) {
            assertThat(tab.row("steady")).isVisible();
            assertThat(tab.at("#tail .event").filter(having("steady"))).hasCount(1);
            assertThat(tab.at("#figures .figure")).hasCount(5);
            assertThat(tab.at("#strip .strip-item")).hasCount(0);
            assertComplainedOnlyOfAnswers(tab);
        }
    }

    private static void withoutKafka(Runnable meanwhile) {
        int port = kafka.port();
        kafka.close();
        try {
            meanwhile.run();
        } finally {
            kafka = startKafka(port);
        }
    }

    private static void withoutPostgres(Runnable meanwhile) {
        postgres.stopImmediately();
        try {
            meanwhile.run();
        } finally {
            postgres.startAgain();
        }
    }

    private static Tab open() {
        Tab tab = chromium.open(Look.LIGHT, pipeline.url()).live();
        assertThat(tab.row("steady")).isVisible();
        assertThat(tab.at("#strip .strip-item")).hasCount(0);
        return tab;
    }

    private static Locator problem(Tab tab) {
        return tab.at("#strip .strip-item[data-code=page]");
    }

    private static void assertGoesOnShowing(Tab tab) {
        assertThat(tab.at("#connection")).hasText("Live");
        assertThat(tab.at("#figures .figure")).hasCount(5);
        assertThat(tab.row("steady")).isVisible();
    }

    private static void assertShowsWhatHappensNow(Tab tab) {
        String team = "team-" + UUID.randomUUID();
        pipeline.send(Calls.priced(team, "session-1", 1_000, 7));

        assertThat(tab.at("#tail .event").filter(having(team))).hasCount(1);
        assertThat(tab.row(team).locator(".cost")).hasText("$0.0026");
    }

    /** The browser notes every answer 503. */
    private static void assertComplainedOnlyOfAnswers(Tab tab) {
        assertThat(tab.complaints())
                .allSatisfy(complaint -> assertThat(complaint).contains("the server responded with a status of 503"));
        tab.forgiveComplaints();
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
