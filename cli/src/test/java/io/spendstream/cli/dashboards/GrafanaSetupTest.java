package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.cli.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the compose file brings dashboards and rules to Grafana and Prometheus; it takes no engine to check. */
class GrafanaSetupTest {
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?");

    private final JsonNode services = yaml("docker-compose.yml").path("services");

    @Test
    void whatIsMountedFromTheRepositoryIsThere() {
        for (JsonNode service : services) {
            assertThat(mounts(service).keySet())
                    .allSatisfy(source ->
                            assertThat(Repository.ROOT.resolve(source)).exists());
        }
    }

    @Test
    void prometheusFindsTheRulesWhereItsFileSaysTheyAre() {
        Map<String, String> mounts = mounts(services.path("prometheus"));
        Path config = Path.of(mounts.get("./prometheus.yml"));
        String rules = yaml("prometheus.yml").path("rule_files").get(0).asText();

        assertThat(config.resolveSibling(rules)).isEqualTo(Path.of(mounts.get("./prometheus/rules"), "*.yml"));
    }

    @Test
    void grafanaFindsTheDashboardsWhereTheirProviderLooks() {
        Map<String, String> mounts = mounts(services.path("grafana"));
        JsonNode provider = yaml("grafana/provisioning/dashboards/spendstream.yml")
                .path("providers")
                .get(0);

        assertThat(provider.path("options").path("path").asText()).isEqualTo(mounts.get("./grafana/dashboards"));
        assertThat(mounts).containsEntry("./grafana/provisioning", "/etc/grafana/provisioning");
        assertThat(services.path("grafana")
                        .path("environment")
                        .path("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asText())
                .isEqualTo(mounts.get("./grafana/dashboards") + "/operations.json");
    }

    @Test
    void grafanaReadsTheServersOfTheComposeFileAsAUserWhoMayOnlyRead() throws IOException {
        JsonNode sources =
                yaml("grafana/provisioning/datasources/spendstream.yml").path("datasources");
        JsonNode database = sources.get(1);

        assertThat(sources.findValuesAsText("uid"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(sources.get(0).path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(database.path("url").asText()).isEqualTo("postgres:5432");
        assertThat(database.path("jsonData").path("database").asText())
                .isEqualTo(services.path("postgres")
                        .path("environment")
                        .path("POSTGRES_DB")
                        .asText());
        assertThat(Repository.read("grafana/reader.sh"))
                .contains("GRANT spendstream_reader TO %s;"
                        .formatted(database.path("user").asText()));
        for (String service : List.of("grafana", "postgres")) {
            assertThat(services.path(service).path("environment").has("GRAFANA_READER_PASSWORD"))
                    .isTrue();
        }
    }

    @Test
    void aPlainUpBringsGrafana() throws IOException {
        Map<String, String> settings = settings();

        assertThat(services.path("grafana").path("profiles").get(0).asText()).isEqualTo("dashboards");
        assertThat(settings.getOrDefault("COMPOSE_PROFILES", "").split(",", -1)).contains("dashboards");
        REQUIRED.matcher(Repository.read("docker-compose.yml"))
                .results()
                .forEach(name -> assertThat(settings).containsKey(name.group(1)));
    }

    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Repository.read(".env").lines().toList()) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && equals > 0) {
                settings.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return settings;
    }

    /** Returns what of the repository is mounted where. */
    private static Map<String, String> mounts(JsonNode service) {
        List<String> volumes = new ArrayList<>();
        service.path("volumes").forEach(volume -> volumes.add(volume.asText()));
        Map<String, String> mounts = new TreeMap<>();
        for (String volume : volumes) {
            String[] parts = volume.split(":", -1);
            if (parts[0].startsWith("./")) {
                assertThat(parts[2]).as(volume).isEqualTo("ro");
                mounts.put(parts[0], parts[1]);
            }
        }
        return mounts;
    }

    private static JsonNode yaml(String name) {
        return Rule.yaml(Repository.ROOT.resolve(name));
    }
}
