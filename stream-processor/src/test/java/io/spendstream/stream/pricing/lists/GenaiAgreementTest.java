package io.spendstream.stream.pricing.lists;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.Quote;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With genai-prices' list imported, calls cost what that project's own arithmetic says, to the last digit: plain,
 * cached, long and dated ones, of every model that was taken. Each case that does not is of a kind that
 * docs/prices.md explains. Public lists are read where they are present; a small one of our own always is.
 */
class GenaiAgreementTest {
    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");

    private static final List<Map<UsageClass, Long>> CASES = List.of(
            Map.of(UsageClass.INPUT, 1_234L, UsageClass.OUTPUT, 567L),
            Map.of(UsageClass.INPUT, 200L, UsageClass.CACHE_READ, 90_001L, UsageClass.OUTPUT, 33L),
            Map.of(UsageClass.INPUT, 11L, UsageClass.CACHE_WRITE_5M, 7_013L, UsageClass.OUTPUT, 5L),
            Map.of(UsageClass.INPUT, 200_000L, UsageClass.OUTPUT, 1L),
            Map.of(UsageClass.INPUT, 200_001L, UsageClass.OUTPUT, 1L),
            Map.of(UsageClass.INPUT, 271_999L, UsageClass.OUTPUT, 3L),
            Map.of(UsageClass.INPUT, 1L, UsageClass.CACHE_READ, 271_999L, UsageClass.OUTPUT, 3L),
            Map.of(UsageClass.INPUT, 300_000L, UsageClass.OUTPUT, 9_999L));

    static List<Path> lists() throws IOException {
        List<Path> lists = new ArrayList<>();
        lists.add(Path.of("src/test/resources/lists/genai.json"));
        Path folder = Path.of(System.getProperty("spendstream.prices", "../../shared/prices"));
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().startsWith("data_"))
                        .forEach(lists::add);
            }
        }
        return lists;
    }

    @ParameterizedTest
    @MethodSource("lists")
    void isToTheLastDigit(Path file) throws IOException {
        String text = Files.readString(file);
        PriceList list = ListFormat.GENAI_PRICES.read(text, PriceBook.bundled());
        ListImport.Result result = ListImport.of(list, null, ALWAYS);
        PriceBook book = PriceBook.of(Map.of("list.yaml", result.text()));
        List<String> notTaken = result.quarantined().stream()
                .filter(Quarantined::isWhole)
                .map(Quarantined::key)
                .toList();
        Map<String, JsonNode> prices = prices(text);
        Tally tally = new Tally();

        for (ListedPrice price : list.prices()) {
            if (!notTaken.contains(price.key())) {
                JsonNode theirs = requireNonNull(prices.get(price.key()));
                for (Instant at : GenaiOracle.moments(theirs)) {
                    CASES.forEach(counts -> tally.compare(book, price, theirs, counts, at));
                }
            }
        }

        assertThat(tally.differences).isEmpty();
        assertThat(tally.equal).isGreaterThan(10 * list.prices().size());
        System.Logger log = System.getLogger(GenaiAgreementTest.class.getName());
        log.log(
                System.Logger.Level.INFO,
                "{0}: {1} equal, {2} explained",
                file.getFileName(),
                tally.equal,
                tally.explained);
    }

    private static Map<String, JsonNode> prices(String text) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        Map<String, JsonNode> prices = new HashMap<>();
        for (JsonNode provider : mapper.readTree(text)) {
            for (JsonNode model : provider.path("models")) {
                prices.put(provider.path("id").asText() + "/" + model.path("id").asText(), model.path("prices"));
            }
        }
        return prices;
    }

    private static final class Tally {
        private int equal;
        private final Map<String, Integer> explained = new HashMap<>();
        private final List<String> differences = new ArrayList<>();

        private void compare(
                PriceBook book, ListedPrice price, JsonNode theirs, Map<UsageClass, Long> counts, Instant at) {
            BigDecimal expected = GenaiOracle.cost(theirs, counts, at);
            UsageCounts.Builder usage = UsageCounts.builder();
            counts.forEach(usage::set);
            for (String name : price.names()) {
                ModelCall call = ModelCall.of(price.provider(), name);
                Quote quote = book.quote(call, null, usage.build(), UsageStatus.FINAL, at);
                BigDecimal ours = quote.pricing().cost() == null
                        ? null
                        : quote.pricing().cost().toBigDecimal();
                if (expected != null && ours != null && expected.compareTo(ours) == 0) {
                    equal++;
                } else if (expected == null) {
                    // theirs falls back to the broader class; ours has no price, or the bundled book's
                    explained.merge("the list has no price for a class", 1, Integer::sum);
                } else if (!GenaiOracle.hasTiers(theirs)
                        && String.valueOf(quote.rule()).contains("long_context")) {
                    explained.merge("the list does not know the long-context price", 1, Integer::sum);
                } else {
                    differences.add("%s %s %s at %s: theirs %s, ours %s (%s, %s)"
                            .formatted(
                                    price.provider(),
                                    name,
                                    counts,
                                    at,
                                    expected,
                                    ours,
                                    quote.pricing().priceId(),
                                    quote.reason()));
                }
            }
        }
    }
}
