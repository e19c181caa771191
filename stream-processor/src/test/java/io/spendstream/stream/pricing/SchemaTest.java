package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.spendstream.contract.UsageClass;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the published schema and the code that reads books from drifting apart. */
class SchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String HEADER = "{format: 1, date: '2026-11-21', source: s, checked: '2026-11-21', entries: [";

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(resource("price-book.schema.json"));

    private static InputStream resource(String name) {
        return SchemaTest.class.getResourceAsStream("/prices/" + name);
    }

    private List<Error> errors(String yaml) throws IOException {
        return schema.validate(YAML.readTree(yaml));
    }

    @Test
    void acceptsTheBundledBook() throws IOException {
        for (String file : BookFiles.BUNDLED) {
            assertThat(schema.validate(YAML.readTree(resource(file)))).as(file).isEmpty();
        }
    }

    @Test
    void acceptsAnOwnBook() throws IOException {
        String book = """
                format: 1
                date: "2026-11-21"
                extends: bundled
                source: framework agreement 4711
                checked: "2026-11-01"
                entries:
                  - {id: own/a, provider: openai, model: gpt-4o, aliases: bundled, teams: [Search], usd_per_million_tokens: {input: 1}}
                discounts:
                  - {id: own/b, provider: openai, models: [gpt-4o-mini], deployments: [d], percent: 12.5, effective_from: "2026-01-01"}
                deployments:
                  - {provider: azure, name: Prod, model: deepseek-v4-flash, model_provider: deepseek, effective_to: "2026-12-01"}
                """;

        assertThat(errors(book)).isEmpty();
        assertThat(Calls.book(book).content()).isEqualTo(new BookContent(1, 1, 1, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discounts: [{id: a/b, provider: openai}]",
                "discounts: [{provider: openai, percent: 10}]",
                "discounts: [{id: a/b, percent: 10}]",
                "discounts: [{id: a/b, provider: openai, percent: ten}]",
                "discounts: [{id: a/b, provider: openai, percent: 10, models: []}]",
                "discounts: [{id: a/b, provider: openai, percent: 10, model: gpt-4o}]",
                "deployments: [{provider: azure, model: gpt-4o}]",
                "deployments: [{provider: azure, name: prod}]",
                "deployments: [{provider: azure, name: prod, model: gpt-4o, percent: 10}]"
            })
    void refusesOwnTermsThatTheReaderRefuses(String field) throws IOException {
        String book = "format: 1\ndate: '2026-11-21'\nextends: bundled\nsource: s\nchecked: '2026-11-21'\n" + field;

        assertThat(errors(book)).isNotEmpty();
        assertThat(catchThrowable(() -> Calls.book(book))).isInstanceOf(PriceBookException.class);
    }

    @Test
    void namesEveryUsageClassThereIs() throws IOException {
        JsonNode definitions =
                new ObjectMapper().readTree(resource("price-book.schema.json")).path("$defs");
        List<String> named = new ArrayList<>();
        definitions.at("/tokenPrices/properties").fieldNames().forEachRemaining(named::add);
        definitions.at("/unitPrices/properties").fieldNames().forEachRemaining(named::add);

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        UsageClass.all().stream().map(UsageClass::wireName).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{provider: a, model: b, usd_per_million_tokens: {input: 1}}",
                "{id: A/B, provider: a, model: b, usd_per_million_tokens: {input: 1}}",
                "{id: a/b, provider: a, model: B, usd_per_million_tokens: {input: 1}}",
                "{id: a/b, provider: a, model: b}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {inptu: 1}}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {input: -1}}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {web_search: 1}}",
                "{id: a/b, provider: a, model: b, usd_per_thousand_tokens: {input: 1}}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: 2.5}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, checked: today}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, tiers: {batch: {discount: 1}}}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, long_context: 'yes'}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, long_context: {threshold: 1}}",
                "{id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, windows: [{name: w}]}"
            })
    void refusesWhatTheReaderRefuses(String entry) throws IOException {
        String book = HEADER + entry + "]}";

        assertThat(errors(book)).isNotEmpty();
        assertThat(catchThrowable(() -> Calls.book(book))).isInstanceOf(PriceBookException.class);
    }
}
