package io.spendstream.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas and the code that reads must say the same. */
class SchemaTest {
    private static final long SEED = System.nanoTime();
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final JsonNode EVENT = resource("/schema/usage-event.schema.json");
    private static final JsonNode LINE = resource("/schema/ledger-line.schema.json");
    private static final Schema EVENT_SCHEMA = SCHEMAS.getSchema(EVENT);
    private static final Schema LINE_SCHEMA = SCHEMAS.getSchema(LINE);

    static List<JsonNode> eventExamples() {
        return list(EVENT.path("examples"));
    }

    static List<JsonNode> lineExamples() {
        return list(LINE.path("examples"));
    }

    static List<BadRecord> badRecords() {
        return BadRecords.all();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/schema/usage-event.schema.json", "/schema/ledger-line.schema.json"})
    void isItselfAValidSchema(String resource) {
        Schema metaSchema = SCHEMAS.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertThat(metaSchema.validate(resource(resource))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("eventExamples")
    void showsEventsThatAreReadAndValid(JsonNode example) throws IOException {
        UsageEvent event = UsageEventJson.read(JSON.writeValueAsBytes(example));

        assertThat(UsageEventJson.read(UsageEventJson.write(event))).isEqualTo(event);
        assertThat(EVENT_SCHEMA.validate(example)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lineExamples")
    void showsLinesThatAreReadAndValid(JsonNode example) throws IOException {
        LedgerLine line = LedgerLineJson.read(JSON.writeValueAsBytes(example));

        assertThat(JSON.readTree(LedgerLineJson.write(line))).isEqualTo(example);
        assertThat(LINE_SCHEMA.validate(example)).isEmpty();
    }

    @Test
    void listsExactlyTheFieldsThatAreRead() throws IOException {
        Set<String> written = names(JSON.readTree(UsageEventJson.write(Examples.fullEvent())));
        Set<String> writtenOfLine = names(JSON.readTree(LedgerLineJson.write(Examples.fullCorrection())));

        assertThat(names(EVENT.path("properties"))).isEqualTo(written);
        assertThat(names(LINE.path("properties"))).isEqualTo(writtenOfLine);
        for (String field : written) {
            ObjectNode event = (ObjectNode) JSON.readTree(UsageEventJson.write(Examples.fullEvent()));
            event.putArray(field).addArray();
            assertThat(rejectionOf(JSON.writeValueAsBytes(event))).as(field).isNotNull();
            assertThat(EVENT_SCHEMA.validate(event)).as(field).isNotEmpty();
        }
    }

    @Test
    void showsEveryFieldAndClassInOneOfItsExamples() {
        JsonNode full = eventExamples().get(1);
        JsonNode fullLine = lineExamples().get(1);

        assertThat(names(full)).isEqualTo(names(EVENT.path("properties")));
        assertThat(names(full.path("usage"))).isEqualTo(classes());
        assertThat(names(fullLine)).isEqualTo(names(LINE.path("properties")));
        assertThat(names(fullLine.path("usage"))).isEqualTo(classes());
    }

    @Test
    void describesEveryField() {
        for (JsonNode schema : List.of(EVENT, LINE)) {
            for (JsonNode properties : List.of(
                    schema.path("properties"), schema.at("/properties/usage/properties"), schema.path("$defs"))) {
                for (JsonNode property : properties) {
                    assertThat(property.path("description").asText())
                            .as("%s", property)
                            .hasSizeGreaterThan(5)
                            .endsWith(".");
                }
            }
        }
    }

    @Test
    void hasTheClassesLimitsAndNamesOfTheCode() {
        for (JsonNode schema : List.of(EVENT, LINE)) {
            assertThat(names(schema.at("/properties/usage/properties"))).isEqualTo(classes());
            assertThat(schema.at("/properties/usage/additionalProperties").asBoolean(true))
                    .isFalse();
            assertThat(schema.at("/$defs/text/maxLength").asInt()).isEqualTo(Attribution.TEXT_LENGTH_MAX);
            assertThat(schema.at("/$defs/text/minLength").asInt()).isEqualTo(1);
            assertThat(schema.at("/properties/tags/maxProperties").asInt()).isEqualTo(Attribution.TAGS_MAX);
            assertThat(schema.at("/properties/usage_flags/maxItems").asInt()).isEqualTo(UsageFlags.FLAGS_MAX);
            assertThat(statuses(schema)).containsExactlyInAnyOrder("final", "provisional", "missing");
        }
        assertThat(EVENT.at("/$defs/optional_text/maxLength").asInt()).isEqualTo(Attribution.TEXT_LENGTH_MAX);
        assertThat(EVENT.at("/$defs/optional_count/maximum").asLong()).isEqualTo(UsageCounts.COUNT_MAX);
        assertThat(EVENT.at("/$defs/optional_count/minimum").asLong()).isZero();
        assertThat(LINE.at("/$defs/count/maximum").asLong()).isEqualTo(UsageCounts.COUNT_MAX);
        assertThat(LINE.at("/$defs/count/minimum").asLong()).isEqualTo(-UsageCounts.COUNT_MAX);
        assertThat(LINE.at("/properties/latency_ms/maximum").asLong()).isEqualTo(UsageCounts.COUNT_MAX);
        assertThat(EVENT.at("/properties/schema_version/const").asInt()).isEqualTo(UsageEvent.SCHEMA_VERSION);
        assertThat(LINE.at("/properties/schema_version/const").asInt()).isEqualTo(LedgerLine.SCHEMA_VERSION);
        assertThat(LINE.at("/properties/entry/maximum").asInt()).isEqualTo(Short.MAX_VALUE);
        assertThat(EVENT.path("description").asText()).contains("%,d bytes".formatted(UsageEventJson.RECORD_BYTES_MAX));
        List<String> pricing = list(LINE.at("/properties/pricing_status/enum")).stream()
                .map(JsonNode::asText)
                .toList();
        for (PricingStatus status : PricingStatus.values()) {
            assertThat(PricingStatus.of(status.wireName())).contains(status);
            assertThat(pricing).contains(status.wireName()).hasSize(PricingStatus.values().length);
        }
    }

    @Test
    void acceptsEveryEventAndLineThatIsWritten() throws IOException {
        var events = new RandomEvents(new Random(SEED));
        for (int i = 0; i < 1_000; i++) {
            JsonNode event = JSON.readTree(UsageEventJson.write(events.next()));
            JsonNode line = JSON.readTree(LedgerLineJson.write(events.nextLine()));

            assertThat(EVENT_SCHEMA.validate(event))
                    .as("seed %d: %s", SEED, event)
                    .isEmpty();
            assertThat(LINE_SCHEMA.validate(line)).as("seed %d: %s", SEED, line).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void refusesWhatTheCodeRefusesExceptWhatNoSchemaCanSee(BadRecord bad) {
        JsonNode record = parsed(bad.bytes());

        boolean isAccepted = record != null && EVENT_SCHEMA.validate(record).isEmpty();

        assertThat(isAccepted && !bad.isBeyondSchema()).as("accepted").isFalse();
        assertThat(record != null && !isAccepted && bad.isBeyondSchema())
                .as("seen after all")
                .isFalse();
    }

    @Test
    void dropsNoFieldOfTheRequiredOnes() throws IOException {
        for (JsonNode field : EVENT.path("required")) {
            ObjectNode event = (ObjectNode) JSON.readTree(UsageEventJson.write(Examples.fullEvent()));
            event.remove(field.asText());

            RejectedException rejection = requireNonNull(rejectionOf(JSON.writeValueAsBytes(event)));

            assertThat(rejection.reason()).isEqualTo(RejectionReason.MISSING_FIELD);
            assertThat(rejection).hasMessage(field.asText() + " is required");
        }
    }

    private static @Nullable JsonNode parsed(byte[] record) {
        try {
            return JSON.readTree(new String(record, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable RejectedException rejectionOf(byte[] record) {
        return catchThrowableOfType(RejectedException.class, () -> UsageEventJson.read(record));
    }

    private static List<String> statuses(JsonNode schema) {
        return list(schema.at("/properties/usage_status/enum")).stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static Set<String> classes() {
        var names = new HashSet<String>();
        UsageClass.all().forEach(usageClass -> names.add(usageClass.wireName()));
        return names;
    }

    private static Set<String> names(JsonNode object) {
        var names = new HashSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<JsonNode> list(JsonNode array) {
        var list = new ArrayList<JsonNode>();
        array.forEach(list::add);
        return list;
    }

    private static JsonNode resource(String name) {
        try (InputStream in = requireNonNull(SchemaTest.class.getResourceAsStream(name), name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
