package io.spendstream.cli.dashboards;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.cli.Repository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards' files by themselves; no Grafana takes part. */
class DashboardFilesTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]\\w*)");
    /** The options of each type of panel, as far as they are used here, that Grafana 12.4 declares in its schema. */
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "stat",
            Set.of("colorMode", "graphMode", "justifyMode", "orientation", "reduceOptions", "textMode", "wideLayout"),
            "timeseries",
            Set.of("legend", "tooltip"),
            "bargauge",
            Set.of(
                    "displayMode",
                    "minVizHeight",
                    "minVizWidth",
                    "namePlacement",
                    "orientation",
                    "reduceOptions",
                    "showUnfilled",
                    "sizing",
                    "valueMode"),
            "table",
            Set.of("cellHeight", "showHeader"));

    /** The values of options, by where they stand in a panel, that Grafana 12.4 declares in its schema. */
    private static final Map<String, Set<String>> VALUES = Map.ofEntries(
            entry("/fieldConfig/defaults/color/mode", Set.of("fixed", "palette-classic", "thresholds")),
            entry("/fieldConfig/defaults/custom/drawStyle", Set.of("bars", "line", "points")),
            entry("/fieldConfig/defaults/custom/showPoints", Set.of("always", "auto", "never")),
            entry("/fieldConfig/defaults/custom/stacking/mode", Set.of("none", "normal", "percent")),
            entry("/fieldConfig/defaults/thresholds/mode", Set.of("absolute", "percentage")),
            entry("/options/cellHeight", Set.of("lg", "md", "sm")),
            entry("/options/colorMode", Set.of("background", "background_solid", "none", "value")),
            entry("/options/displayMode", Set.of("basic", "gradient", "lcd")),
            entry("/options/graphMode", Set.of("area", "line", "none")),
            entry("/options/justifyMode", Set.of("auto", "center")),
            entry("/options/legend/displayMode", Set.of("hidden", "list", "table")),
            entry("/options/legend/placement", Set.of("bottom", "right")),
            entry("/options/namePlacement", Set.of("auto", "hidden", "left", "top")),
            entry("/options/orientation", Set.of("auto", "horizontal", "vertical")),
            entry("/options/sizing", Set.of("auto", "manual")),
            entry("/options/textMode", Set.of("auto", "name", "none", "value", "value_and_name")),
            entry("/options/tooltip/mode", Set.of("multi", "none", "single")),
            entry("/options/tooltip/sort", Set.of("asc", "desc", "none")),
            entry("/options/valueMode", Set.of("color", "hidden", "text")));

    private static final Set<String> UNITS =
            Set.of("currencyUSD", "dateTimeAsIso", "percentunit", "reqps", "s", "short");

    @Test
    void theirAddressesStayTheSame() {
        assertThat(Dashboard.operations().json().path("uid").asText()).isEqualTo("spendstream-operations");
        assertThat(Dashboard.chargeback().json().path("uid").asText()).isEqualTo("spendstream-chargeback");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardIsWholeAndFindsTheOther(Dashboard dashboard) {
        JsonNode json = dashboard.json();

        assertThat(json.path("title").asText()).startsWith("Spendstream / ");
        assertThat(json.path("description").asText()).isNotBlank();
        assertThat(json.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(json.path("tags").get(0).asText()).isEqualTo("spendstream");
        assertThat(json.path("links").get(0).path("tags").get(0).asText()).isEqualTo("spendstream");
        assertThat(json.has("id")).as("an id belongs to one Grafana").isFalse();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsInWhichUnit(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText())
                    .as(panel.path("title").asText())
                    .endsWith(".");
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                    .as(panel.path("title").asText())
                    .isIn(UNITS);
            assertThat(panel.path("type").asText()).isIn(OPTIONS.keySet());
            assertThat(panel.path("targets")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aPanelHasNoOptionThatItsTypeDoesNotKnow(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(OPTIONS.get(panel.path("type").asText()))
                    .as(panel.path("title").asText())
                    .containsAll(panel.path("options").properties().stream()
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void anOptionHasAValueThatIsKnown(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            VALUES.forEach((place, known) -> {
                JsonNode value = panel.at(place);
                assertThat(value.isMissingNode() || known.contains(value.asText()))
                        .as("%s %s %s", panel.path("title").asText(), place, value)
                        .isTrue();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void thresholdsBeginWithWhatIsBelowTheFirstAndRise(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            List<JsonNode> steps =
                    panel.at("/fieldConfig/defaults/thresholds/steps").findValues("value");
            for (int i = 0; i < steps.size(); i++) {
                assertThat(i == 0 ? steps.get(0).isNull() : i == 1 || rises(steps.get(i - 1), steps.get(i)))
                        .as(panel.path("title").asText())
                        .isTrue();
            }
        }
    }

    private static boolean rises(JsonNode below, JsonNode above) {
        return below.decimalValue().compareTo(above.decimalValue()) < 0;
    }

    @Test
    void aPanelOfOperationsIsInTheUnitOfWhatItReads() {
        for (Dashboard.Query query : Dashboard.operations().queries()) {
            assertThat(query.panelJson().at("/fieldConfig/defaults/unit").asText())
                    .as(query.panel())
                    .isEqualTo(unitOf(query.text()));
        }
    }

    private static String unitOf(String expression) {
        Set<String> metrics = PromQl.of(GrafanaText.promQl(expression)).metrics();
        if (expression.contains("deriv(")) {
            return "s"; // an amount by how fast it falls
        }
        if (metrics.stream().anyMatch(metric -> metric.contains("_cents"))) {
            // cents, cents a second as dollars an hour, or cents a token as dollars a million of them
            assertThat(expression).containsPattern("/ 100$|\\* 36$|\\* 1e4$");
            return "currencyUSD";
        }
        if (metrics.stream().anyMatch(metric -> metric.contains("_seconds"))) {
            return "s";
        }
        boolean isPartOfWhole = metrics.size() == 2 && expression.contains(" / ");
        if (isPartOfWhole || (expression.contains("_ratio") && !expression.contains(" bool "))) {
            return "percentunit";
        }
        return metrics.equals(Set.of("ai_requests_total")) ? "reqps" : "short";
    }

    @Test
    void everyLineOfAChartOfOperationsHasAName() {
        for (Dashboard.Query query : Dashboard.operations().queries()) {
            if (!query.panelJson().path("type").asText().equals("table")) {
                assertThat(query.target().path("legendFormat").asText())
                        .as(query.panel())
                        .isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveTheirOwnIdAndDoNotCoverEachOther(Dashboard dashboard) {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(cells.add((place.path("x").asInt() + x) + " "
                                    + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void whereItReadsIsChosenSoThatItCanBeImportedAnywhere(Dashboard dashboard) {
        String type = dashboard.variables().get(0).path("query").asText();
        List<JsonNode> readers = new ArrayList<>(dashboard.panels());
        dashboard.queries().forEach(query -> readers.add(query.target()));
        dashboard.variables().stream()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .forEach(readers::add);

        assertThat(dashboard.variables().get(0).path("name").asText()).isEqualTo("datasource");
        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            assertThat(reader.path("datasource").path("type").asText()).isEqualTo(type);
        });
        assertThat(Rule.yaml(Repository.ROOT.resolve("grafana/provisioning/datasources/spendstream.yml"))
                        .findValuesAsText("type"))
                .contains(type);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableThatIsUsedExistsAndEveryOneThatExistsIsUsed(Dashboard dashboard) {
        Set<String> used = new TreeSet<>(Set.of("datasource"));
        for (Dashboard.Query query : dashboard.queries()) {
            var variables = VARIABLE.matcher(query.text());
            while (variables.find()) {
                used.add(variables.group(1));
            }
        }

        assertThat(dashboard.variables().stream()
                        .map(variable -> variable.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void queriesOfAPanelHaveLettersOfTheirOwn(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.path("targets").findValuesAsText("refId"))
                    .as(panel.path("title").asText())
                    .doesNotHaveDuplicates()
                    .doesNotContain("");
        }
    }

    private static List<Dashboard> dashboards() {
        return Dashboard.all();
    }
}
