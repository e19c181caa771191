package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.cli.Promtool;
import io.spendstream.cli.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFilesTest {
    private static final Path TESTS = Repository.ROOT.resolve("prometheus/tests");

    @Test
    void prometheusAcceptsTheRules() throws IOException, InterruptedException {
        Promtool.assertContent("", command(List.of("check", "rules"), Rule.files()));
    }

    @Test
    void theRulesDoWhatTheirTestsSay() throws IOException, InterruptedException {
        Promtool.assertContent("", command(List.of("test", "rules"), testFiles()));
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        Set<String> firing = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Path file : testFiles()) {
            for (JsonNode group : Rule.yaml(file).path("tests")) {
                for (JsonNode test : group.path("alert_rule_test")) {
                    (test.path("exp_alerts").isEmpty() ? silent : firing)
                            .add(test.path("alertname").asText());
                }
            }
        }

        Set<String> names = new TreeSet<>(Rule.alerts().stream().map(Rule::name).toList());
        assertThat(firing).isEqualTo(names);
        assertThat(silent).isEqualTo(names);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsAndWhatToDo(Rule alert) throws IOException {
        JsonNode annotations = alert.json().path("annotations");

        assertThat(alert.json().path("labels").path("severity").asText()).isIn("warning", "critical");
        assertThat(annotations.path("summary").asText()).isNotBlank();
        assertThat(annotations.path("description").asText()).isNotBlank();
        assertThat(annotations.path("runbook_url").asText())
                .isEqualTo("docs/runbook.md#" + alert.name().toLowerCase(Locale.ROOT));
        assertThat(Repository.read("docs/runbook.md").lines()).contains("## " + alert.name());
    }

    @Test
    void theRunbookHasNoSectionOfAnAlertThatIsGone() throws IOException {
        assertThat(Repository.read("docs/runbook.md")
                        .lines()
                        .filter(line -> line.startsWith("## Spendstream"))
                        .map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(
                        Rule.alerts().stream().map(Rule::name).toList());
    }

    private static List<Rule> alerts() {
        return Rule.alerts();
    }

    private static List<Path> testFiles() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.sorted().toList();
        }
    }

    private static String[] command(List<String> command, List<Path> files) {
        List<String> arguments = new ArrayList<>(command);
        files.forEach(file -> arguments.add(file.toString()));
        return arguments.toArray(String[]::new);
    }
}
