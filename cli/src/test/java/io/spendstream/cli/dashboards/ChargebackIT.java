package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.SharedInstance;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the chargeback dashboard, asked of the database as the role that may only read. */
class ChargebackIT {
    private static final Instant BEFORE_ALL = Instant.parse("1971-01-01T00:00:00Z");

    private static Instant from = BEFORE_ALL;
    private static Instant to = BEFORE_ALL;
    private static String team = "";

    @SuppressWarnings("NullAway.Init") // before all
    private static java.sql.Connection reader;

    /** Rows as Grafana gets them, and the SQL types of their columns. */
    private record Answer(Map<String, Integer> types, List<Map<String, Object>> rows) {
        private BigDecimal sum(String column) {
            return rows.stream()
                    .map(row -> row.get(column))
                    .filter(BigDecimal.class::isInstance)
                    .map(BigDecimal.class::cast)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    @BeforeAll
    static void sendTrafficAndBecomeTheReader() throws SQLException {
        var traffic = new Traffic();
        traffic.send();
        team = traffic.team;
        to = Instant.now().plus(Duration.ofHours(1));
        from = to.minus(Duration.ofDays(30));
        Connection connection = SharedInstance.connection();
        reader = DriverManager.getConnection(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword());
        try (var statement = reader.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
            statement.execute("SET ROLE spendstream_reader");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        reader.close();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aPanelGetsRowsOfTheShapeItShows(Dashboard.Query query) throws SQLException {
        Answer answer = ask(GrafanaText.sqlOfAll(query.text(), from, to));

        assertThat(answer.rows()).isNotEmpty();
        if (query.target().path("format").asText().equals("time_series")) {
            assertThat(answer.types().get("time")).isIn(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);
            assertThat(answer.types()).containsEntry("metric", Types.VARCHAR);
        }
        for (JsonNode override : query.panelJson().path("fieldConfig").path("overrides")) {
            if (override.path("matcher").path("id").asText().equals("byName")) {
                assertThat(answer.types())
                        .containsKey(override.path("matcher").path("options").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyFigureIsShownInItsUnit(Dashboard.Query query) throws SQLException {
        Answer answer = ask(GrafanaText.sqlOfAll(query.text(), from, to));

        answer.types().forEach((column, type) -> {
            if (type != Types.VARCHAR && !column.equals("time")) {
                assertThat(query.unitOf(column)).as(column).isEqualTo(unit(column));
            }
        });
    }

    private static String unit(String column) {
        if (column.startsWith("cost")) {
            return "currencyUSD";
        }
        if (column.endsWith(" seen")) {
            return "dateTimeAsIso";
        }
        return column.matches("calls.*|.*tokens") ? "short" : "percentunit";
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aPanelIsOfTheTeamChosen(Dashboard.Query query) throws SQLException {
        Answer answer = ask(GrafanaText.sqlOfTeam(query.text(), team, from, to));

        if (answer.types().containsKey("team")) {
            assertThat(answer.rows())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row).containsEntry("team", team));
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aPanelOfATimeWithoutCallsIsNoError(Dashboard.Query query) throws SQLException {
        Answer answer = ask(GrafanaText.sqlOfAll(query.text(), BEFORE_ALL.minus(Duration.ofDays(1)), BEFORE_ALL));

        assertThat(answer.types()).isNotEmpty();
    }

    @Test
    void theListsToChooseFromAreFull() throws SQLException {
        for (JsonNode variable : Dashboard.chargeback().variables()) {
            if (variable.path("type").asText().equals("query")) {
                Answer answer = ask(GrafanaText.sqlOfAll(variable.path("query").asText(), from, to));

                assertThat(answer.rows()).as(variable.path("name").asText()).isNotEmpty();
                assertThat(variable.path("allValue")).isEqualTo(variable.path("name"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("panelsThatShowTheWholeCost")
    void theCostShownIsTheLedgersToTheLastDigit(String panel) throws SQLException {
        BigDecimal ledger = ask("SELECT sum(cost_exact) AS cost FROM token_usage WHERE team = '%s'".formatted(team))
                .sum("cost");

        assertThat(ask(GrafanaText.sqlOfTeam(query(panel).text(), team, from, to))
                        .sum("cost"))
                .isPositive()
                .isEqualByComparingTo(ledger);
    }

    @Test
    void whatHasNoPriceIsUnknownAndNotZero() throws SQLException {
        Answer models = ask(GrafanaText.sqlOfTeam(query("Models of each team").text(), team, from, to));

        assertThat(models.rows())
                .filteredOn(row -> "gpt-unreleased-preview".equals(row.get("model")))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("cost")).isNull();
                    assertThat(row.get("calls without price")).isEqualTo(BigDecimal.ONE);
                });
        assertThat(ask(GrafanaText.sqlOfTeam(query("Models without a price").text(), team, from, to))
                        .rows())
                .extracting(row -> row.get("model"))
                .containsExactly("gpt-unreleased-preview");
    }

    private static Answer ask(String sql) throws SQLException {
        try (var statement = reader.createStatement();
                var rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            Map<String, Integer> types = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                types.put(columns.getColumnLabel(i), columns.getColumnType(i));
            }
            List<Map<String, Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (String column : types.keySet()) {
                    row.put(column, rows.getObject(column));
                }
                all.add(row);
            }
            return new Answer(types, all);
        } catch (SQLException e) {
            throw new SQLException(sql, e);
        }
    }

    private static Dashboard.Query query(String panel) {
        return Dashboard.chargeback().queries().stream()
                .filter(query -> query.panel().equals(panel))
                .findFirst()
                .orElseThrow();
    }

    private static List<Dashboard.Query> queries() {
        return Dashboard.chargeback().queries();
    }

    private static List<String> panelsThatShowTheWholeCost() {
        return List.of(
                "Month to date",
                "Cost",
                "Cost a day by team",
                "Cost a day by model",
                "Teams",
                "Models of each team",
                "Lines");
    }
}
