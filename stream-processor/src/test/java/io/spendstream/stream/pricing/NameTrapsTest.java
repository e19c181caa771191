package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that have led price lists astray. */
class NameTrapsTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    openai    | gpt-4o                                                        | openai/gpt-4o                 | exact
                    openai    | gpt-4o-2024-08-06                                             | openai/gpt-4o                 | alias
                    openai    | gpt-4o-2024-11-20                                             | openai/gpt-4o                 | alias
                    openai    | gpt-4o-2024-05-13                                             | openai/gpt-4o-2024-05-13      | exact
                    openai    | gpt-4o-2026-01-31                                             | openai/gpt-4o                 | date_stripped
                    openai    | openai/gpt-4o                                                 | openai/gpt-4o                 | exact
                    OpenAI    | GPT-4o                                                        | openai/gpt-4o                 | exact
                    openai    | ft:gpt-4o-mini-2024-07-18:acme:support:9xYz                   | openai/ft:gpt-4o-mini         | alias
                    anthropic | claude-opus-5                                                 | anthropic/claude-opus-5       | exact
                    anthropic | claude-opus-5-5                                               | anthropic/claude-opus-5-5     | exact
                    anthropic | claude-opus-5-5-20260922                                      | anthropic/claude-opus-5-5     | date_stripped
                    anthropic | claude-opus-4-8[1m]                                           | anthropic/claude-opus-4-8     | exact
                    anthropic | claude-sonnet-4-5-20250929                                    | anthropic/claude-sonnet-4-5   | alias
                    anthropic | anthropic/claude-sonnet-4-5                                   | anthropic/claude-sonnet-4-5   | exact
                    anthropic | anthropic:claude-sonnet-4-5                                   | anthropic/claude-sonnet-4-5   | exact
                    gemini    | models/gemini-2.5-pro                                         | google/gemini-2.5-pro         | exact
                    google    | gemini/gemini-2.5-pro                                         | google/gemini-2.5-pro         | exact
                    vertex_ai | publishers/google/models/gemini-2.5-pro                       | google/gemini-2.5-pro         | exact
                    vertex_ai | projects/p/locations/us/publishers/google/models/gemini-2.5-pro | google/gemini-2.5-pro       | exact
                    google    | gemini-2.5-flash-preview-09-2025                              | google/gemini-2.5-flash       | alias
                    google    | gemini-2.0-flash-001                                          | google/gemini-2.0-flash       | alias
                    vertex    | claude-haiku-4-5@20251001                                     | google/claude-haiku-4-5       | alias
                    vertex    | claude-opus-4-8@default                                       | google/claude-opus-4-8        | version_stripped
                    vertex    | publishers/anthropic/models/claude-sonnet-4-6                 | google/claude-sonnet-4-6      | exact
                    anthropic | claude-haiku-4-5@20251001                                     | anthropic/claude-haiku-4-5    | date_stripped
                    azure     | azure/gpt-4o                                                  | azure/gpt-4o                  | exact
                    azure     | gpt-35-turbo                                                  | azure/gpt-3.5-turbo           | alias
                    azure_ai  | azure_ai/claude-sonnet-4-5                                    | azure/claude-sonnet-4-5       | exact
                    azure     | azure/us/gpt-4o-2024-08-06                                    | azure/gpt-4o@data-zone        | alias
                    groq      | openai/gpt-oss-120b                                           | groq/openai/gpt-oss-120b      | exact
                    openrouter | anthropic/claude-4.6-sonnet-20260217                         | openrouter/anthropic/claude-sonnet-4.6 | date_stripped
                    cohere    | command-a                                                     | cohere/command-a-03-2025      | alias
                    """)
    void leadToTheEntryTheyMean(String provider, String model, String priceId, String match) {
        Pricing pricing = Calls.price(BOOK, ModelCall.of(provider, model), "input=1000 output=10", Calls.TODAY);

        assertThat(pricing.priceId()).isEqualTo(priceId);
        assertThat(pricing.match()).isEqualTo(match);
        assertThat(pricing.status()).isEqualTo(PricingStatus.PRICED);
        assertThat(pricing.bookVersion()).isEqualTo(BOOK.version());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bedrock | us.anthropic.claude-sonnet-4-5-20250929-v1:0     | 3.30
                    bedrock | eu.anthropic.claude-sonnet-4-5-20250929-v1:0     | 3.30
                    bedrock | global.anthropic.claude-sonnet-4-5-20250929-v1:0 | 3.00
                    bedrock | arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0 | 3.30
                    bedrock | arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0 | 0.25
                    bedrock | bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0 | 1.10
                    aws     | us.anthropic.claude-3-5-sonnet-20241022-v2:0     | 3.00
                    bedrock | us.anthropic.claude-opus-5-5                     | 4.40
                    bedrock | us.anthropic.claude-opus-5-v1:0                  | 5.50
                    bedrock | eu.amazon.nova-lite-v1:0                         | 0.078
                    """)
    void keepTheRegionalPremium(String provider, String model, String inputPrice) {
        Pricing pricing = Calls.price(BOOK, ModelCall.of(provider, model), "input=100000", Calls.TODAY);

        assertThat(pricing.cost()).isEqualTo(Money.of(new BigDecimal(inputPrice).movePointLeft(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4",
                "gpt-4o-",
                "gpt-4o2",
                "gpt-4oo",
                "my-gpt-4o",
                "gpt-4o-mini-turbo",
                "gpt-4o-2024-13-45",
                "gpt-5.6-sol-pro",
                "gpt-99",
                "support-agent"
            })
    void leadNowhereOrToThemselvesButNeverToANeighbour(String model) {
        Pricing pricing = Calls.price(BOOK, ModelCall.of("openai", model), "input=10", Calls.TODAY);

        if (model.equals("gpt-4")) {
            assertThat(pricing.pricedModel()).isEqualTo("gpt-4");
            return;
        }
        assertThat(pricing.status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(pricing.cost()).isNull();
        assertThat(pricing.priceId()).isNull();
    }

    @Test
    void leadNowhereOnAPlatformThatDoesNotSellTheModel() {
        assertThat(Calls.price(BOOK, ModelCall.of("groq", "gpt-4o"), "input=10", Calls.TODAY)
                        .status())
                .isEqualTo(PricingStatus.UNPRICED);
        assertThat(Calls.price(BOOK, ModelCall.of("nobody", "gpt-4o"), "input=10", Calls.TODAY)
                        .status())
                .isEqualTo(PricingStatus.UNPRICED);
    }

    @Test
    void areTakenFromTheRequestWhereTheResponseNamesNoEndpoint() {
        ModelCall bodyNamesModel = new ModelCall(
                "bedrock",
                "claude-sonnet-4-5-20250929",
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "invoke-model",
                null);

        Pricing pricing = Calls.price(BOOK, bodyNamesModel, "input=1000", Calls.TODAY);

        assertThat(pricing.priceId()).isEqualTo("bedrock/anthropic.claude-sonnet-4-5@regional");
    }

    @Test
    void fallBackToTheResponseWhereTheRequestNamesAnOpaqueProfile() {
        ModelCall opaque = new ModelCall(
                "bedrock",
                "claude-3-5-haiku-20241022",
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
                null,
                null);

        assertThat(Calls.price(BOOK, opaque, "input=1000", Calls.TODAY).priceId())
                .isEqualTo("bedrock/anthropic.claude-3-5-haiku");
    }

    @Test
    void fallBackToTheRequestOnlyWhereTheResponseNamesNothing() {
        ModelCall nothing = new ModelCall("openai", " ", "gpt-4o", null, null);
        ModelCall another = new ModelCall("openai", "gpt-99", "gpt-4o", null, null);

        Pricing fromRequest = Calls.price(BOOK, nothing, "input=1000", Calls.TODAY);
        assertThat(fromRequest.priceId()).isEqualTo("openai/gpt-4o");
        assertThat(fromRequest.match()).isEqualTo("request_model");
        assertThat(Calls.price(BOOK, another, "input=1000", Calls.TODAY).status())
                .isEqualTo(PricingStatus.UNPRICED);
    }

    @Test
    void areFoundAfterAFloodOfMadeUpOnes() {
        PriceBook book = Calls.book("format: 1\ndate: 2026-11-21\nextends: bundled\nentries: []\n");
        for (int i = 0; i < 20_000; i++) {
            Calls.price(book, ModelCall.of("openai", "made-up-" + i), "input=1", Calls.TODAY);
            Calls.price(
                    book,
                    ModelCall.of("openai", "gpt-4o-2" + "%03d-01-01".formatted(i % 1000)),
                    "input=1",
                    Calls.TODAY);
        }

        assertThat(Calls.price(book, ModelCall.of("openai", "gpt-4o"), "input=1", Calls.TODAY)
                        .priceId())
                .isEqualTo("openai/gpt-4o");
    }

    @Test
    void followAliasesThatMoved() {
        ModelCall latest = ModelCall.of("mistral", "mistral-large-latest");

        assertThat(Calls.price(BOOK, latest, "input=1", Instant.parse("2025-12-01T23:59:59Z"))
                        .priceId())
                .isEqualTo("mistral/mistral-large-2411");
        assertThat(Calls.price(BOOK, latest, "input=1", Instant.parse("2025-12-02T00:00:00Z"))
                        .priceId())
                .isEqualTo("mistral/mistral-large-2512");
    }
}
