package io.spendstream.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas of budgets, alerts and states accept what is written, and describe each field. */
class BudgetSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    @ParameterizedTest
    @ValueSource(strings = {"budget", "budget-alert", "budget-state"})
    void acceptsWhatIsWrittenAndDescribesEveryField(String name) throws IOException {
        JsonNode json;
        try (InputStream in =
                requireNonNull(BudgetSchemaTest.class.getResourceAsStream("/schema/" + name + ".schema.json"))) {
            json = JSON.readTree(in);
        }
        Schema metaSchema = SCHEMAS.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        Schema schema = SCHEMAS.getSchema(json);

        assertThat(metaSchema.validate(json)).isEmpty();
        for (byte[] record : Golden.records(name)) {
            assertThat(schema.validate(JSON.readTree(record))).isEmpty();
        }
        for (JsonNode properties : json.findParents("properties")) {
            for (JsonNode property : properties.path("properties")) {
                assertThat(property.path("description").asText())
                        .as("%s", property)
                        .endsWith(".");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"limit_usd\":\"5\"", "\"type\":\"day\"", "\"id\":\"global-daily\"", "\"alert\""})
    void refusesABudgetWithoutWhatItNeeds(String part) throws IOException {
        JsonNode json;
        try (InputStream in =
                requireNonNull(BudgetSchemaTest.class.getResourceAsStream("/schema/budget.schema.json"))) {
            json = JSON.readTree(in);
        }
        String written = new String(BudgetJson.write(Budget.globalDaily(Money.of("5"))), UTF_8);

        assertThat(written).contains(part);
        assertThat(SCHEMAS.getSchema(json)
                        .validate(
                                JSON.readTree(written.replace(part, part.contains(":") ? "\"other\":1" : "\"other\""))))
                .isNotEmpty();
    }
}
