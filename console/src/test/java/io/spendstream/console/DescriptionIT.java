package io.spendstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description against the server: neither knows a path, a parameter or a field that the other does not. */
class DescriptionIT {
    private static final Map<String, String> VALUES = Map.of(
            "window", "24h", "from", "2026-11-20T00:00:00Z", "to", "2026-11-21T00:00:00Z", "bucket", "1h", "tz", "UTC");

    @TempDir
    private static Path journal;

    private static ConsoleFixture fixture;
    private static JsonNode description;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ConsoleFixture(InstantSource.fixed(Instant.parse("2026-11-21T12:07:30Z")), journal, Map.of());
        fixture.write(
                Calls.of("a", "search").at("2026-11-21T12:05:00Z", "0.5"),
                Calls.of("b", "payments").at("2026-11-21T11:05:00Z", null));
        description = ConsoleFixture.parsed(fixture.get("/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void everyPathAndParameterIsDescribedAndServed() {
        Map<String, Set<String>> described = new TreeMap<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> described.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                queryParameters(method.getValue()))));
        Map<String, Set<String>> served = new TreeMap<>();
        fixture.console()
                .routes()
                .forEach(route -> served.put(route.method() + " " + route.path(), new TreeSet<>(route.parameters())));

        assertThat(served).isEqualTo(described);
    }

    private static Set<String> queryParameters(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode resolved = resolved(parameter);
            if (resolved.path("in").textValue().equals("query")) {
                names.add(resolved.path("name").textValue());
            }
        }
        return names;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").textValue().substring(1)) : node;
    }

    @Test
    void everyAnswerHasTheFieldsThatAreDescribedAndNoOther() {
        for (Route route : fixture.console().routes()) {
            JsonNode operation = description
                    .path("paths")
                    .path(route.path())
                    .path(route.method().toLowerCase(Locale.ROOT));
            JsonNode schema = operation.at("/responses/200/content/application~1json/schema/$ref");
            if (!schema.isTextual()) {
                continue;
            }
            assertAnswers(route.path(), schema.textValue());
            for (JsonNode parameter : operation.path("parameters")) {
                String name = resolved(parameter).path("name").textValue();
                String query = query(name, resolved(parameter).path("schema"));
                if (!query.isEmpty()) {
                    assertAnswers(route.path() + "?" + query, schema.textValue());
                }
            }
        }
    }

    /** Returns a query with the parameter, or nothing for one that makes no sense alone. */
    private static String query(String name, JsonNode schema) {
        if (name.equals("cursor")) {
            return "";
        }
        String otherwise = schema.path("type").textValue().equals("integer") ? "5" : "search";
        String value = VALUES.getOrDefault(
                name, schema.has("enum") ? schema.path("enum").get(0).textValue() : otherwise);
        return (name.equals("to") ? "from=" + VALUES.get("from") + "&" : "") + name + "=" + value;
    }

    private static void assertAnswers(String path, String schemaReference) {
        var answer = fixture.get(path);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        assertThat(schema(schemaReference).validate(ConsoleFixture.parsed(answer.body())))
                .as(path)
                .isEmpty();
    }

    /** Returns the schema with every object closed, so that a field that is not described is found. */
    private static Schema schema(String reference) {
        ObjectNode document = description.deepCopy();
        document.at("/components/schemas").forEach(schema -> {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("$ref", reference);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document);
    }

    @Test
    void everySchemaIsOneOfJsonSchema() {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        description
                .at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(metaSchema.validate(schema.getValue()))
                        .as(schema.getKey())
                        .isEmpty());
    }

    @Test
    void problemsAreAsDescribed() {
        assertThat(schema("#/components/schemas/Problem").validate(fixture.json("summary?colour=red")))
                .isEmpty();
    }
}
