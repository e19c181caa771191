package io.spendstream.stream.pricing.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.pricing.BookDiff;
import io.spendstream.stream.pricing.PriceBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an import takes, what it leaves, and that it never changes what was in force before. */
class ListImportTest {
    private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private static ListImport.Result imported(String file, @Nullable String earlier, Instant since) throws IOException {
        ListFormat format = file.startsWith("genai") ? ListFormat.GENAI_PRICES : ListFormat.LITELLM;
        String text = Files.readString(Path.of("src/test/resources/lists", file));
        return ListImport.of(format.read(text, PriceBook.bundled()), earlier, since);
    }

    private static PriceBook book(ListImport.Result result) {
        return PriceBook.of(Map.of("list.yaml", result.text()));
    }

    private static Pricing price(PriceBook book, String provider, String model, Instant at) {
        UsageCounts usage = UsageCounts.builder().set(UsageClass.INPUT, 1000).build();
        return book.price(ModelCall.of(provider, model), null, usage, UsageStatus.FINAL, at);
    }

    @Test
    void changesAPriceFromTheDayOnAndNotBefore() throws IOException {
        PriceBook book = book(imported("litellm.json", null, OCTOBER));

        assertThat(price(book, "openai", "gpt-4o-mini", OCTOBER.minusNanos(1)).priceId())
                .isEqualTo("openai/gpt-4o-mini");
        Pricing after = price(book, "openai", "gpt-4o-mini", OCTOBER);
        assertThat(after.priceId()).isEqualTo("litellm/openai/gpt-4o-mini@2026-10-01");
        assertThat(String.valueOf(after.cost())).isEqualTo("0.00012000000000");
    }

    @Test
    void leavesWhatIsInForceAlready() throws IOException {
        PriceBook book = book(imported("litellm.json", null, OCTOBER));

        assertThat(price(book, "openai", "gpt-4o", NOVEMBER).priceId()).isEqualTo("openai/gpt-4o");
    }

    @Test
    void aLaterImportEndsThePriceOfTheEarlierOneAndKeepsIt() throws IOException {
        ListImport.Result first = imported("litellm.json", null, OCTOBER);
        ListImport.Result second = imported("litellm-later.json", first.text(), NOVEMBER);
        PriceBook before = book(first);
        PriceBook after = book(second);

        assertThat(price(after, "openai", "gpt-4o-mini", NOVEMBER.minusNanos(1)).priceId())
                .isEqualTo("litellm/openai/gpt-4o-mini@2026-10-01");
        assertThat(String.valueOf(
                        price(after, "openai", "gpt-4o-mini", NOVEMBER).cost()))
                .isEqualTo("0.00010000000000");
        assertThat(BookDiff.between(before, after))
                .allSatisfy(difference -> assertThat(difference.changes())
                        .allSatisfy(change -> assertThat(change.from()).isEqualTo(NOVEMBER)))
                .extracting(BookDiff.Difference::names)
                .containsExactly(List.of("gpt-4o-mini"));
    }

    @Test
    void whatVanishedFromTheListKeepsItsPrice() throws IOException {
        ListImport.Result first = imported("litellm.json", null, OCTOBER);
        PriceBook book = book(imported("litellm-later.json", first.text(), NOVEMBER));

        assertThat(price(book, "openai", "gpt-imagined", NOVEMBER).priceId()).isEqualTo("litellm/openai/gpt-imagined");
    }

    @ParameterizedTest
    @CsvSource({"litellm.json", "genai.json"})
    void theSameListAgainChangesNothing(String file) throws IOException {
        ListImport.Result first = imported(file, null, OCTOBER);
        ListImport.Result again = imported(file, first.text(), NOVEMBER);

        assertThat(again.text().replace("2026-11-01", "2026-10-01")).isEqualTo(first.text());
        assertThat(again.newEntries()).isZero();
        assertThat(again.differences()).isEmpty();
    }

    @Test
    void aListThatIsImportedTwiceOnOneDayCountsOnce() throws IOException {
        ListImport.Result first = imported("litellm.json", null, NOVEMBER);
        ListImport.Result corrected = imported("litellm-later.json", first.text(), NOVEMBER);

        PriceBook book = book(corrected);
        assertThat(String.valueOf(price(book, "openai", "gpt-4o-mini", NOVEMBER).cost()))
                .isEqualTo("0.00010000000000");
        assertThat(price(book, "openai", "gpt-4o-mini", NOVEMBER.minusNanos(1)).priceId())
                .isEqualTo("openai/gpt-4o-mini");
    }

    @Test
    void ownPricesComeBeforeThoseOfAList() throws IOException {
        PriceBook book = PriceBook.of(
                Map.of("list.yaml", imported("litellm.json", null, OCTOBER).text(), "own.yaml", """
                format: 1
                date: 2026-11-21
                extends: bundled
                source: a contract
                checked: 2026-11-21
                entries:
                  - {id: own/mini, provider: openai, model: gpt-4o-mini, aliases: bundled, usd_per_million_tokens: {input: 0.11}}
                discounts:
                  - {id: own/less, provider: openai, models: [gpt-imagined], percent: 50}
                """));

        assertThat(price(book, "openai", "gpt-4o-mini", NOVEMBER).priceId()).isEqualTo("own/mini");
        assertThat(price(book, "openai", "gpt-imagined", NOVEMBER).priceId())
                .isEqualTo("own/less*litellm/openai/gpt-imagined");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            litellm.json | wandb/imagined-120b          | input of 15000 USD per million tokens is out of range (0.001 to 200); a wrong unit?
            litellm.json | databricks/imagined          | input_cost_per_token is 0.0000029999900000000002, which looks like floating-point noise around 0.00000299999
            litellm.json | imagined-noise               | input_cost_per_token is 0.00000024999999999, which looks like floating-point noise around 0.00000025
            litellm.json | gpt-4.1-mini                 | input of 40 is more than 20 times off 0.40, the price of 'gpt-4.1-mini' in force; a wrong unit?
            litellm.json | github_copilot/imagined      | all its prices are zero, which may mean that they are not known
            litellm.json | gemini/imagined-1@20261001   | vertex_ai/imagined-1@20261001 gives 'imagined-1@20261001' another price
            litellm.json | deepseek-v4-flash            | 'deepseek-v4-flash' has hours with prices of their own in the book, of which the list says nothing
            litellm.json | gemini/gemini-2.5-pro        | long prompts of 'gemini-2.5-pro' have prices of their own in the book, of which the list says nothing
            litellm.json | bedrock/us-east-1/imagined   | a region stands before the name, where no call has one
            litellm.json | imagined-image               | no price per token, per search or per second of audio
            genai.json   | openai/gpt-noisy             | input_mtok is 0.24999999999999, which looks like floating-point noise around 0.25
            genai.json   | openai/gpt-wrong-unit        | input of 2500 USD per million tokens is out of range (0.001 to 200); a wrong unit?
            genai.json   | openai/gpt-4.1-mini          | input of 40 is more than 20 times off 0.40, the price of 'gpt-4.1-mini' in force; a wrong unit?
            genai.json   | openai/gpt-by-the-request    | requests_kcount cannot be said in a price book, and without it calls cost too little
            genai.json   | openai/gpt-without-a-price   | the list gives it no price
            genai.json   | openai/gpt-family            | no exact name leads to it, by the list's own rule
            genai.json   | nightowl/owl-zero            | all its prices are zero, which may mean that they are not known
            """)
    void saysWhatItDoesNotTakeAndWhy(String file, String key, String reason) throws IOException {
        assertThat(imported(file, null, OCTOBER).quarantined()).contains(new Quarantined(key, true, reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            litellm.json | gpt-imagined        | regional_processing_uplift_multiplier_eu is left out
            genai.json   | openai/gpt-imagined | storage_searches_kcount is left out
            """)
    void saysWhatItTakesOnlyInPart(String file, String key, String reason) throws IOException {
        assertThat(imported(file, null, OCTOBER).quarantined()).contains(new Quarantined(key, false, reason));
    }

    @ParameterizedTest
    @EnumSource(ListFormat.class)
    void refusesWhatIsNoSuchList(ListFormat format) {
        for (String text : new String[] {"{\"a\": 1}", "[1, 2]", "[{]", "format: 1\nentries: []\n"}) {
            assertThatThrownBy(() -> format.read(text, PriceBook.bundled()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void doesNotWriteOverABookThatIsNoImport() {
        String own = "format: 1\ndate: 2026-11-21\nextends: bundled\n";

        assertThatThrownBy(() -> imported("litellm.json", own, OCTOBER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has no 'layer: list'");
    }
}
