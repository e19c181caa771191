package io.spendstream.stream.pricing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageStatus;
import io.spendstream.yaml.Problem;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What some pay is not what everybody pays: negotiated prices, discounts, and names only the user can explain. */
class OwnPricesTest {
    private static final String PROFILE = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/A1b2C3";

    private static final String HEADER = """
            format: 1
            date: 2026-11-21
            extends: bundled
            source: framework agreement 4711
            checked: 2026-11-01
            """;

    private static final PriceBook BOOK = Calls.book(HEADER + """
            entries:
              - {id: own/everyone, provider: openai, model: gpt-4o, aliases: bundled, effective_from: 2026-06-01, usd_per_million_tokens: {input: 2.40, output: 9}}
              - {id: own/search, provider: openai, model: gpt-4o, aliases: bundled, teams: [search, Ranking], effective_from: 2026-06-01, usd_per_million_tokens: {input: 2, output: 8}}
              - {id: own/batch-line, provider: openai, model: gpt-4o, aliases: bundled, deployments: [night-shift], effective_from: 2026-06-01, usd_per_million_tokens: {input: 1, output: 4}}
              - {id: own/search-batch-line, provider: openai, model: gpt-4o, aliases: bundled, teams: [search], deployments: [night-shift], effective_from: 2026-06-01, usd_per_million_tokens: {input: 0.5, output: 2}}
              - {id: own/preview, provider: openai, model: gpt-4o-mini-2031-01-01, teams: [search], usd_per_million_tokens: {input: 7}}
              - {id: own/nobody, provider: azure, model: gpt-4o-mini, aliases: bundled, teams: [unattributed], usd_per_million_tokens: {input: 3}}
            discounts:
              - {id: own/anthropic, provider: anthropic, percent: 10}
              - {id: own/anthropic-research, provider: anthropic, teams: [research], percent: 12.5, effective_from: 2026-03-01, effective_to: 2026-09-01}
              - {id: own/anthropic-research-haiku, provider: anthropic, models: [claude-haiku-4-5], teams: [research], percent: 50}
              - {id: own/openai-support, provider: openai, teams: [support], percent: 20}
              - {id: own/gift, provider: mistral, teams: [support], percent: 100}
            deployments:
              - {provider: azure, name: Search-Prod, model: gpt-4o-2024-08-06, effective_to: 2026-07-01}
              - {provider: azure, name: search-prod, model: gpt-4.1-mini, effective_from: 2026-07-01}
              - {provider: azure, name: reasoner, model: deepseek-v4-flash, model_provider: deepseek}
              - {provider: bedrock, name: "%s", model: us.anthropic.claude-sonnet-4-5-20250929-v1:0}
              - {provider: openai, name: night-shift, model: gpt-4o}
            """.formatted(PROFILE));

    private static Pricing price(
            String provider, String model, @Nullable String requestModel, @Nullable String team, String at) {
        ModelCall call = new ModelCall(provider, model, requestModel, null, null);
        Instant time = Instant.parse(at + "T12:00:00Z");
        Pricing pricing = BOOK.price(call, team, Calls.counts("input=1000000"), UsageStatus.FINAL, time);
        Quote quote = BOOK.quote(call, team, Calls.counts("input=1000000"), UsageStatus.FINAL, time);
        assertThat(quote.pricing()).isEqualTo(pricing);
        return pricing;
    }

    private static Money times(@Nullable Money money, long factor) {
        return Money.ofUnits(requireNonNull(money).units().multiply(BigInteger.valueOf(factor)));
    }

    @ParameterizedTest(name = "{0} for team {2}, asked for {1}")
    @CsvSource({
        "gpt-4o,             ,            ,         own/everyone,          2.40",
        "gpt-4o-2024-08-06,  ,            checkout, own/everyone,          2.40",
        "gpt-4o-2024-08-06,  gpt-4o,      search,   own/search,            2",
        "gpt-4o,             gpt-4o,      Ranking,  own/search,            2",
        "gpt-4o,             ,            ranking,  own/everyone,          2.40",
        "gpt-4o-2024-08-06,  night-shift, checkout, own/batch-line,        1",
        "gpt-4o-2024-08-06,  night-shift, search,   own/search-batch-line, 0.5",
        "night-shift,        ,            search,   own/search-batch-line, 0.5",
        "night-shift,        ,            ,         own/batch-line,        1"
    })
    void theNarrowestPriceWins(String model, @Nullable String asked, @Nullable String team, String id, String usd) {
        Pricing pricing = price("openai", model, asked, team, "2026-11-21");

        assertThat(pricing.priceId()).isEqualTo(id);
        assertThat(pricing.cost()).isEqualTo(Money.of(usd));
    }

    @Test
    void beforeItsTimeThePriceIsTheBundledOne() {
        assertThat(price("openai", "gpt-4o", null, "search", "2026-05-31").priceId())
                .isEqualTo("openai/gpt-4o");
    }

    @ParameterizedTest(name = "{0} for team {1} on {2}")
    @CsvSource({
        "claude-sonnet-4-5,          ,         2026-07-01, own/anthropic*anthropic/claude-sonnet-4-5,               2.7",
        "claude-sonnet-4-5-20250929, checkout, 2026-07-01, own/anthropic*anthropic/claude-sonnet-4-5,               2.7",
        "claude-sonnet-4-5,          research, 2026-07-01, own/anthropic-research*anthropic/claude-sonnet-4-5,      2.625",
        "claude-sonnet-4-5,          research, 2026-09-01, own/anthropic*anthropic/claude-sonnet-4-5,               2.7",
        "claude-haiku-4-5,           research, 2026-07-01, own/anthropic-research-haiku*anthropic/claude-haiku-4-5, 0.5"
    })
    void aDiscountComesOffWhatEverybodyPays(
            String model, @Nullable String team, String at, String priceId, String usd) {
        Pricing pricing = price("anthropic", model, null, team, at);

        assertThat(pricing.priceId()).isEqualTo(priceId);
        // an eighth of the prompt, for a million tokens would be a long one
        Pricing shorter = BOOK.price(
                ModelCall.of("anthropic", model),
                team,
                Calls.counts("input=125000"),
                UsageStatus.FINAL,
                Instant.parse(at + "T00:00:00Z"));
        assertThat(times(shorter.cost(), 8)).isEqualTo(Money.of(usd));
    }

    @Test
    void aDiscountIsTakenOffTheOwnPriceWhereEverybodyHasIt() {
        Pricing pricing = price("openai", "gpt-4o-2024-11-20", null, "support", "2026-11-21");

        assertThat(pricing.priceId()).isEqualTo("own/openai-support*own/everyone");
        assertThat(pricing.cost()).isEqualTo(Money.of("1.92"));
    }

    @Test
    void aDiscountLowersEveryTierWindowAndLength() {
        ModelCall call = new ModelCall("anthropic", "claude-sonnet-4-5", null, null, "batch");
        Instant at = Instant.parse("2026-11-21T00:00:00Z");
        for (String counts :
                new String[] {"input=100 output=3 cache_read=5", "input=300000 output=3", "web_search=1"}) {
            for (ModelCall each : new ModelCall[] {call, ModelCall.of("anthropic", "claude-sonnet-4-5")}) {
                Pricing list = PriceBook.bundled().price(each, null, Calls.counts(counts), UsageStatus.FINAL, at);
                Pricing own = BOOK.price(each, null, Calls.counts(counts), UsageStatus.FINAL, at);

                assertThat(own.status()).isEqualTo(list.status());
                if (list.cost() != null) {
                    assertThat(times(own.cost(), 10)).isEqualTo(times(list.cost(), 9));
                }
            }
        }
    }

    @Test
    void aHundredPercentOffIsFree() {
        assertThat(price("mistral", "mistral-large-2512", null, "support", "2026-11-21")
                        .status())
                .isEqualTo(PricingStatus.FREE);
    }

    @Test
    void theReceiptSaysWhosePriceItIs() {
        Quote quote = BOOK.quote(
                ModelCall.of("anthropic", "claude-haiku-4-5"),
                "research",
                Calls.counts("input=8"),
                UsageStatus.FINAL,
                Instant.parse("2026-07-01T00:00:00Z"));

        PriceOrigin origin = requireNonNull(quote.origin());
        assertThat(origin.terms()).isEqualTo("team research, 50 % off anthropic/claude-haiku-4-5");
        assertThat(origin.source()).isEqualTo("framework agreement 4711");
        assertThat(quote.lines().get(0).unitPrice()).isEqualByComparingTo("0.50");
    }

    @ParameterizedTest(name = "{0} {1} on {2}")
    @CsvSource({
        "azure,   search-prod,   2026-06-30, azure/gpt-4o,                   deployment",
        "azure,   SEARCH-PROD,   2026-07-01, azure/gpt-4.1-mini,             deployment",
        "azure,   azure/search-prod, 2026-07-01, azure/gpt-4.1-mini,         deployment",
        "azure,   search-prod-2, 2026-11-21, ,                               "
    })
    void aDeploymentIsWhatTheBookSaysItIs(
            String provider, String model, String at, @Nullable String priceId, @Nullable String match) {
        Pricing pricing = price(provider, model, null, null, at);

        assertThat(pricing.priceId()).isEqualTo(priceId);
        assertThat(pricing.match()).isEqualTo(match);
    }

    @Test
    void aDeploymentMayRunTheModelOfAnotherPlatform() {
        assertThat(price("azure", "reasoner", null, null, "2026-11-21").priceId())
                .startsWith("deepseek/deepseek-v4");
    }

    @Test
    void theModelThatAnsweredIsTrustedMoreThanTheDeploymentAskedFor() {
        Pricing pricing = price("azure", "gpt-4o-2024-08-06", "search-prod", null, "2026-11-21");

        assertThat(pricing.priceId()).isEqualTo("azure/gpt-4o");
        assertThat(pricing.match()).isEqualTo("alias");
    }

    @Test
    void anInferenceProfileIsMappedByItsArn() {
        String plain = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

        Pricing asked = price("bedrock", "claude-sonnet-4-5-20250929", PROFILE, null, "2026-11-21");
        Pricing named = price("bedrock", PROFILE.toLowerCase(Locale.ROOT), null, null, "2026-11-21");
        Pricing model = price("bedrock", plain, null, null, "2026-11-21");

        assertThat(model.priceId()).isNotNull();
        assertThat(asked.priceId()).isEqualTo(model.priceId()).isEqualTo(named.priceId());
        assertThat(asked.match()).isEqualTo("deployment");
    }

    @Test
    void aNameThatIsATeamsAloneSaysNothingOfWhatOthersPay() {
        assertThat(price("openai", "gpt-4o-mini-2031-01-01", null, "search", "2026-11-21")
                        .priceId())
                .isEqualTo("own/preview");
        Pricing others = price("openai", "gpt-4o-mini-2031-01-01", null, "checkout", "2026-11-21");
        assertThat(others.priceId()).isEqualTo("openai/gpt-4o-mini");
        assertThat(others.match()).isEqualTo("date_stripped");
    }

    @Test
    void whoIsNotSaidIsTheTeamTheLedgerWrites() {
        assertThat(price("azure", "gpt-4o-mini", null, null, "2026-11-21").priceId())
                .isEqualTo(price("azure", "gpt-4o-mini", null, "unattributed", "2026-11-21")
                        .priceId())
                .isEqualTo("own/nobody");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            entries: [{id: openai/gpt-4o, provider: openai, model: gpt-4o, usd_per_million_tokens: {input: 1}}] | stands in the bundled book already
            entries: [{id: a/b, provider: openai, model: gpt-9, aliases: bundled, usd_per_million_tokens: {input: 1}}] | the bundled book has no 'gpt-9' at openai
            entries: [{id: a/b, provider: openai, model: gpt-4o, aliases: all, usd_per_million_tokens: {input: 1}}] | must be a list of names, or 'bundled'
            entries: [{id: a/b, provider: openai, model: gpt-4o, teams: [], usd_per_million_tokens: {input: 1}}] | must name at least one
            entries: [{id: a/b, provider: openai, model: gpt-4o, prefixes: [], usd_per_million_tokens: {input: 1}}] | must have at least one
            entries: [{id: a/b, provider: openai, model: gpt-4o, teams: [x, y], usd_per_million_tokens: {input: 1}}, {id: a/c, provider: openai, model: gpt-4o, teams: [y, z], usd_per_million_tokens: {input: 1}}] | the name 'gpt-4o' leads to a/b and to a/c
            discounts: [{id: a/b, provider: openai}] | needs the field percent
            discounts: [{id: a/b, provider: openai, percent: 0}] | must be above 0 and at most 100
            discounts: [{id: a/b, provider: openai, percent: 100.1}] | must be above 0 and at most 100
            discounts: [{id: a/b, provider: openai, percent: ten}] | a plain decimal number
            discounts: [{id: a/b, provider: openai, percent: 10, models: []}] | must name at least one
            discounts: [{id: a/b, provider: openai, percent: 10, models: [gpt-9]}] | no price that everybody pays
            discounts: [{id: a/b, provider: nobody, percent: 10}] | no price that everybody pays
            discounts: [{id: a/b, provider: aws, percent: 10}] | must be written 'bedrock'
            discounts: [{id: a/b, provider: openai, percent: 10, model: gpt-4o}] | is not a field here
            discounts: [{id: a/b, provider: openai, percent: 10, effective_from: 2026-02-01, effective_to: 2026-01-01}] | must be after effective_from
            discounts: [{id: a/b, provider: openai, percent: 10}, {id: a/c, provider: openai, percent: 20}] | is for calls that 'a/b' is for
            discounts: [{id: a/b, provider: openai, percent: 10, teams: [x]}, {id: a/b, provider: groq, percent: 20}] | stands twice
            deployments: [{provider: azure, model: gpt-4o}] | needs the field name
            deployments: [{provider: azure, name: prod}] | needs the field model
            deployments: [{provider: azure, name: prod, model: gpt-9}] | has no price at azure: 'gpt-9'
            deployments: [{provider: azure, name: gpt-4o, model: gpt-4o-mini}] | is a model's name at azure
            deployments: [{provider: azure, name: prod, model: gpt-4o}, {provider: azure, name: Prod, model: gpt-4.1}] | stands twice for one time
            """)
    void saysWhatIsWrong(String field, String message) {
        PriceBookException e = catchThrowableOfType(PriceBookException.class, () -> Calls.book(HEADER + field + "\n"));

        assertThat(e).as("the book was accepted").isNotNull();
        assertThat(e.problems())
                .extracting(Problem::message)
                .anySatisfy(said -> assertThat(said).contains(message));
        assertThat(e.problems()).extracting(Problem::line).containsOnly(6);
    }

    @Test
    void warnsOfNamesThatKeepTheBundledPriceAndOfPricesThatWereRounded() {
        PriceBook book = PriceBook.of(Map.of("own.yaml", HEADER + """
                entries:
                  - {id: own/a, provider: openai, model: gpt-4o, usd_per_million_tokens: {input: 2, output: 8}}
                discounts:
                  - {id: own/b, provider: deepseek, models: [deepseek-v4-pro], percent: 33.333}
                """));

        assertThat(book.warnings())
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        warning -> assertThat(warning)
                                .startsWith(
                                        "own.yaml:7: entries[0].aliases: leave these names of the model at the bundled price: ")
                                .contains("gpt-4o-2024-08-06"),
                        warning -> assertThat(warning)
                                .startsWith("own.yaml:9: discounts[0].percent: leaves ")
                                .endsWith(" prices with more than 14 decimals per token; each was rounded once"));
    }
}
