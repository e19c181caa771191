package io.spendstream.stream.pricing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the hot path with schoolbook decimal arithmetic that shares no code with it. */
class ArithmeticTest {
    private static final ModelCall CALL = ModelCall.of("acme", "m");
    private static final BigDecimal MILLION = new BigDecimal("1000000");
    private static final BigDecimal LINE_MAX = new BigDecimal("9999.999999");
    private static final int BOOKS = 20;
    private static final int CALLS = 250;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void costsExactlyTheSumOfCountTimesPrice(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < BOOKS; i++) {
            Map<UsageClass, BigDecimal> prices = randomPrices(random);
            PriceBook book = Calls.bookOf(entry(prices));
            for (int j = 0; j < CALLS; j++) {
                check(book, prices, randomCounts(random, prices));
            }
        }
    }

    @Test
    void chargesUpToWhatTheColumnHoldsAndNotAStepMore() {
        PriceBook book = Calls.bookOf("""
                - id: acme/m
                  provider: acme
                  model: m
                  usd_per_million_tokens: {input: 0.00000001, output: 100}
                """);

        String atTheLimit = "output=99999999 input=9900000000";
        String oneTokenMore = "output=99999999 input=9900000001";

        assertThat(Calls.price(book, CALL, atTheLimit, Calls.TODAY).cost()).isEqualTo(Money.LINE_MAX);
        assertThatThrownBy(() -> Calls.price(book, CALL, oneTokenMore, Calls.TODAY))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.COST_TOO_LARGE));
    }

    @Test
    void acceptsExactlyTheLimitAndRefusesOneUnitMore() {
        long limit = Money.LINE_MAX.units().longValueExact();
        RateCard card = new RateCard(RateCard.BASE, Map.of(UsageClass.INPUT, limit, UsageClass.OUTPUT, 1L));

        assertThat(card.costUnits(Calls.counts("input=1"))).isEqualTo(limit);
        assertThatThrownBy(() -> card.costUnits(Calls.counts("input=1 output=1")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("9999.999999");
    }

    @Test
    void refusesWhatOverflowsSixtyFourBitsInsteadOfWrapping() {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        UsageClass.all().forEach(usageClass -> prices.put(usageClass, Long.MAX_VALUE));
        RateCard card = new RateCard(RateCard.BASE, prices);
        UsageCounts.Builder most = UsageCounts.builder();
        UsageClass.all().forEach(usageClass -> most.set(usageClass, UsageCounts.COUNT_MAX));

        assertThatThrownBy(() -> card.costUnits(most.build())).isInstanceOf(RejectedException.class);
        // 2^63 units and a little: the lower half alone looks like a small amount
        RateCard wrapping = new RateCard(RateCard.BASE, Map.of(UsageClass.INPUT, 1L << 62));
        assertThatThrownBy(() -> wrapping.costUnits(Calls.counts("input=4"))).isInstanceOf(RejectedException.class);
    }

    @Test
    void refusesNegativeCountsAsAFault() {
        RateCard card = new RateCard(RateCard.BASE, Map.of(UsageClass.INPUT, 1L));

        assertThatThrownBy(() -> card.costUnits(Calls.counts("input=-1"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chargesReasoningAsOutputUnlessItHasAPriceOfItsOwn() {
        PriceBook book = Calls.bookOf("""
                - id: acme/m
                  provider: acme
                  model: m
                  usd_per_million_tokens: {output: 8}
                - id: acme/thinker
                  provider: acme
                  model: thinker
                  usd_per_million_tokens: {output: 8, reasoning: 3}
                """);

        assertThat(Calls.price(book, CALL, "reasoning=1000000", Calls.TODAY).cost())
                .isEqualTo(Money.of("8"));
        assertThat(Calls.price(book, ModelCall.of("acme", "thinker"), "reasoning=1000000 output=1", Calls.TODAY)
                        .cost())
                .isEqualTo(Money.of("3.000008"));
    }

    private static void check(PriceBook book, Map<UsageClass, BigDecimal> prices, Map<UsageClass, Long> counts) {
        BigDecimal expected = BigDecimal.ZERO;
        for (Map.Entry<UsageClass, Long> count : counts.entrySet()) {
            BigDecimal price = requireNonNull(prices.get(count.getKey()));
            BigDecimal product = price.multiply(BigDecimal.valueOf(count.getValue()));
            expected = expected.add(count.getKey().isTokens() ? product.divide(MILLION) : product);
        }
        UsageCounts usage = Calls.counts(counts);
        if (expected.compareTo(LINE_MAX) > 0) {
            assertThatThrownBy(() -> book.price(CALL, null, usage, UsageStatus.FINAL, Calls.TODAY))
                    .isInstanceOf(RejectedException.class);
            assertThatThrownBy(() -> book.quote(CALL, null, usage, UsageStatus.FINAL, Calls.TODAY))
                    .isInstanceOf(RejectedException.class);
            return;
        }
        Pricing pricing = book.price(CALL, null, usage, UsageStatus.FINAL, Calls.TODAY);
        Quote quote = book.quote(CALL, null, usage, UsageStatus.FINAL, Calls.TODAY);
        assertThat(pricing.status()).isNotEqualTo(PricingStatus.UNPRICED);
        assertThat(requireNonNull(pricing.cost()).toBigDecimal()).isEqualByComparingTo(expected);
        assertThat(quote.pricing()).isEqualTo(pricing);
        assertThat(quote.lines().stream().map(QuoteLine::amount).reduce(Money.ZERO, Money::plus))
                .isEqualTo(pricing.cost());
    }

    private static Map<UsageClass, BigDecimal> randomPrices(Random random) {
        Map<UsageClass, BigDecimal> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usageClass : UsageClass.all()) {
            int decimals = usageClass.isTokens() ? random.nextInt(9) : random.nextInt(15);
            long digits = random.nextLong(1, 1_000_000);
            prices.put(usageClass, BigDecimal.valueOf(digits, decimals).min(BigDecimal.valueOf(9_999)));
        }
        return prices;
    }

    /** Small calls, long agent runs, and counts up to the largest that is accepted. */
    private static Map<UsageClass, Long> randomCounts(Random random, Map<UsageClass, BigDecimal> prices) {
        Map<UsageClass, Long> counts = new EnumMap<>(UsageClass.class);
        long bound = random.nextInt(20) == 0 ? UsageCounts.COUNT_MAX : random.nextBoolean() ? 200 : 2_000_000;
        for (UsageClass usageClass : prices.keySet()) {
            if (random.nextInt(3) > 0) {
                counts.put(usageClass, random.nextLong(usageClass.isTokens() ? bound + 1 : 20));
            }
        }
        counts.putIfAbsent(UsageClass.INPUT, 1L);
        return counts;
    }

    private static String entry(Map<UsageClass, BigDecimal> prices) {
        StringBuilder tokens = new StringBuilder();
        StringBuilder units = new StringBuilder();
        prices.forEach((usageClass, price) -> (usageClass.isTokens() ? tokens : units)
                .append("    %s: %s%n".formatted(usageClass.wireName(), price.toPlainString())));
        return """
                - id: acme/m
                  provider: acme
                  model: m
                  usd_per_million_tokens:
                %s
                  usd_per_unit:
                %s
                """.formatted(tokens, units);
    }
}
