package io.spendstream.cli.dashboards;

import java.time.Instant;

/** Queries as Grafana sends them, once it has put values in the place of its variables and macros. */
final class GrafanaText {
    private GrafanaText() {}

    /** Returns {@code expression} as of a dashboard that shows the last minute and all there is. */
    static String promQl(String expression) {
        return finished(expression
                .replace("$__rate_interval", "30s")
                .replace("$__range", "1m")
                .replace("$model", ".*")
                .replace("$budget", ".*"));
    }

    /** Returns {@code sql} as of a dashboard that shows the time from {@code from} to {@code to} and all there is. */
    static String sqlOfAll(String sql, Instant from, Instant to) {
        // what stands for all values is a column's own name, written as it is
        return sql(sql.replaceAll("\\$\\{(team|project|task_type|model):sqlstring}", "$1"), from, to);
    }

    /** Returns {@code sql} as of a dashboard on which {@code team} was chosen. */
    static String sqlOfTeam(String sql, String team, Instant from, Instant to) {
        String quoted = "'" + team.replace("'", "''") + "','no such team'";
        return sqlOfAll(sql.replace("${team:sqlstring}", quoted), from, to);
    }

    private static String sql(String sql, Instant from, Instant to) {
        return finished(sql.replace("${zone:sqlstring}", "'Europe/Berlin'")
                .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN '%s' AND '%s'".formatted(from, to))
                .replace("$__timeFrom()", "'%s'".formatted(from))
                .replace("$__timeTo()", "'%s'".formatted(to)));
    }

    private static String finished(String text) {
        if (text.contains("$")) {
            throw new IllegalArgumentException("a variable this test does not know is left in: " + text);
        }
        return text;
    }
}
