package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.process.Scrape;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every expression of the operations dashboard and of the rules, asked of a Prometheus that scrapes the pipeline. */
class PromQlIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /** What Prometheus makes itself. */
    private static final Set<String> BUILT_IN = Set.of("up", "ALERTS");

    /** The labels Prometheus adds, or makes itself. */
    private static final Set<String> BUILT_IN_LABELS = Set.of("instance", "job", "le");

    /** Panels that are empty while all is well, by why. */
    private static final Map<String, String> EMPTY_WHILE_ALL_IS_WELL = Map.of(
            "Troubles of the sink", "it shows nothing but troubles",
            "Attempts that failed", "it shows nothing but troubles",
            "Lasts for", "the pace of a budget takes an hour to know");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // before all
    private static PrometheusServer prometheus;

    @SuppressWarnings("NullAway.Init") // before all
    private static Scrape scrape;

    @BeforeAll
    static void scrapeSomeTraffic() throws IOException, InterruptedException {
        String url = SharedInstance.get().metricsUrl();
        var traffic = new Traffic();
        prometheus = PrometheusServer.start(folder, URI.create(url).getAuthority());
        traffic.send();
        traffic.send(); // the counters move between two scrapes, or an increase is not seen
        await().atMost(LONG)
                .until(() -> prometheus
                                        .instant("sum(increase(ai_requests_total[1m])) > 0")
                                        .size()
                                == 1
                        && prometheus
                                        .instant("sum(rate(ai_inference_credit_cents_total[1m])) > 0")
                                        .size()
                                == 1);
        scrape = Scrape.of(url);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @ParameterizedTest
    @MethodSource("panelQueries")
    void aPanelGetsAnAnswer(Dashboard.Query query) throws IOException, InterruptedException {
        String expression = GrafanaText.promQl(query.text());

        JsonNode series = query.target().path("instant").asBoolean()
                ? prometheus.instant(expression)
                : prometheus.range(expression);

        if (!EMPTY_WHILE_ALL_IS_WELL.containsKey(query.panel())) {
            assertThat(series).as(expression).isNotEmpty();
        }
        LEGEND_LABEL
                .matcher(query.target().path("legendFormat").asText())
                .results()
                .forEach(label -> assertThat(series)
                        .as("%s names its lines by the label %s", expression, label.group(1))
                        .allMatch(line -> line.path("metric").has(label.group(1))));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everySeriesThatIsAskedForIsThere(String expression) throws IOException, InterruptedException {
        for (String selector : PromQl.of(expression).selectors()) {
            if (!selector.startsWith("ALERTS")) {
                assertThat(prometheus.instant("last_over_time(" + selector + "[1m])"))
                        .as(selector)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyMetricAndLabelIsOneThePipelineHas(String expression) {
        PromQl names = PromQl.of(expression);
        Set<String> labels = new TreeSet<>(BUILT_IN_LABELS);
        Set<String> metrics = new TreeSet<>(BUILT_IN);
        Rule.all().stream().filter(rule -> !rule.isAlert()).forEach(rule -> {
            metrics.add(rule.name());
            labels.addAll(PromQl.of(rule.expression()).labels());
        });
        scrape.samples().stream()
                .filter(sample -> names.metrics().contains(sample.name()))
                .forEach(sample -> {
                    metrics.add(sample.name());
                    LABEL.matcher(sample.labels()).results().forEach(label -> labels.add(label.group(1)));
                });

        assertThat(metrics).containsAll(names.metrics());
        assertThat(labels).containsAll(names.labels());
    }

    @Test
    void everyRuleIsEvaluatedWithoutAnError() throws IOException, InterruptedException {
        List<String> evaluated = new ArrayList<>();
        for (JsonNode group : prometheus.rules()) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
                evaluated.add(rule.path("name").asText());
            }
        }

        assertThat(evaluated)
                .containsExactlyInAnyOrderElementsOf(
                        Rule.all().stream().map(Rule::name).toList());
    }

    @Test
    void whatIsWrongInTheTrafficFiresItsAlertAndNothingElseDoes() throws IOException, InterruptedException {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(firing())
                        .contains("SpendstreamUnpricedUsage other", "SpendstreamEventsRejected too_late"));

        assertThat(firing())
                .allMatch(alert -> alert.matches("Spendstream(UnpricedUsage|EventsRejected|Budget\\w+) .*"));
    }

    private static Set<String> firing() throws IOException, InterruptedException {
        Set<String> firing = new TreeSet<>();
        for (JsonNode alert : prometheus.instant("ALERTS{alertstate=\"firing\"}")) {
            JsonNode labels = alert.path("metric");
            firing.add(labels.path("alertname").asText() + " "
                    + labels.path("model").asText()
                    + labels.path("reason").asText());
        }
        return firing;
    }

    private static List<Dashboard.Query> panelQueries() {
        return Dashboard.operations().queries();
    }

    private static Stream<String> expressions() {
        return Stream.concat(
                Dashboard.operations().queries().stream().map(query -> GrafanaText.promQl(query.text())),
                Rule.all().stream().map(Rule::expression));
    }
}
