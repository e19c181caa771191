package io.spendstream.cli.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dashboard as its file has it.
 *
 * @param name the file's name, without its ending
 * @param json what is in the file
 */
record Dashboard(String name, JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A query of a panel, with Grafana's variables as they stand in the file. */
    record Query(String panel, String text, JsonNode target, JsonNode panelJson) {
        /** Returns the unit that {@code field} is shown in. */
        String unitOf(String field) {
            String unit = panelJson.at("/fieldConfig/defaults/unit").asText();
            for (JsonNode override : panelJson.at("/fieldConfig/overrides")) {
                String wanted = override.at("/matcher/options").asText();
                boolean isByRegex = override.at("/matcher/id").asText().equals("byRegexp");
                if (isByRegex ? field.matches(wanted) : field.equals(wanted)) {
                    for (JsonNode property : override.path("properties")) {
                        unit = property.path("id").asText().equals("unit")
                                ? property.path("value").asText()
                                : unit;
                    }
                }
            }
            return unit;
        }

        @Override
        public String toString() {
            return panel;
        }
    }

    static Dashboard operations() {
        return read("operations");
    }

    static Dashboard chargeback() {
        return read("chargeback");
    }

    static List<Dashboard> all() {
        return List.of(operations(), chargeback());
    }

    private static Dashboard read(String name) {
        try {
            return new Dashboard(name, JSON.readTree(Repository.read("grafana/dashboards/" + name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the panels that show something, rows left out. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        }
        return panels;
    }

    List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.path("templating").path("list").forEach(variables::add);
        return variables;
    }

    /** Returns the queries of all panels: PromQL or SQL, whatever the dashboard reads. */
    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                String text =
                        target.path(target.has("expr") ? "expr" : "rawSql").asText();
                queries.add(new Query(panel.path("title").asText(), text, target, panel));
            }
        }
        return queries;
    }

    @Override
    public String toString() {
        return name;
    }
}
