package io.spendstream.cli.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spendstream.cli.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An alerting or recording rule as its file has it.
 *
 * @param name what the alert or the recorded metric is called
 * @param isAlert whether it alerts, not records
 * @param expression its PromQL
 * @param json all of it
 */
record Rule(String name, boolean isAlert, String expression, JsonNode json) {
    static final Path FOLDER = Repository.ROOT.resolve("prometheus/rules");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Returns the rule files, in the order of their names. */
    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns every rule of every file. */
    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode group : yaml(file).path("groups")) {
                group.path("rules").forEach(rule -> rules.add(of(rule)));
            }
        }
        return rules;
    }

    static List<Rule> alerts() {
        return all().stream().filter(Rule::isAlert).toList();
    }

    /** Returns what is in the YAML file. */
    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rule of(JsonNode rule) {
        boolean isAlert = rule.has("alert");
        return new Rule(
                rule.path(isAlert ? "alert" : "record").asText(),
                isAlert,
                rule.path("expr").asText(),
                rule);
    }

    @Override
    public String toString() {
        return name;
    }
}
