package io.spendstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import io.spendstream.producer.reading.ReadStatus;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.stream.pricing.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedProviderTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ANSWERS = 200;

    private final SimulatedProvider provider = new SimulatedProvider(new Random(SEED));

    static List<SimulatedAgent> agents() {
        return SimulatedAgent.fleet();
    }

    @ParameterizedTest
    @MethodSource("agents")
    void itsAnswersAreReadWholeByTheReadersForRealOnes(SimulatedAgent agent) {
        for (int i = 0; i < ANSWERS; i++) {
            ReadUsage read = Fleet.read(agent, provider.answer(agent));

            assertThat(read.status()).as("seed %d", SEED).isEqualTo(ReadStatus.FINAL);
            assertThat(read.flags()).as("seed %d", SEED).isEmpty();
            List<UsageEvent> events =
                    read.toEvents(Instant.EPOCH, Attribution.builder("session").build());
            assertThat(events).hasSize(1).allSatisfy(event -> {
                assertThat(event.eventId()).startsWith(agent.provider() + ":");
                assertThat(event.usageStatus()).isEqualTo(UsageStatus.FINAL);
                assertThat(event.usage().promptTokens()).isPositive();
                assertThat(event.usage().completionTokens()).isPositive();
            });
        }
    }

    @Test
    void oneModelOfTheFleetHasNoPriceAndAllOthersHave() {
        List<String> unpriced = SimulatedAgent.fleet().stream()
                .filter(agent -> PriceBook.bundled()
                                .price(
                                        ModelCall.of(agent.provider(), agent.model()),
                                        null,
                                        Fleet.read(agent, provider.answer(agent))
                                                .main()
                                                .usage(),
                                        UsageStatus.FINAL,
                                        Instant.now())
                                .status()
                        != PricingStatus.PRICED)
                .map(SimulatedAgent::model)
                .toList();

        assertThat(unpriced).containsExactly("gpt-unreleased-preview");
    }

    @Test
    void theSameSeedGivesTheSameAnswers() {
        SimulatedAgent agent = SimulatedAgent.fleet().get(0);

        assertThat(new SimulatedProvider(new Random(7)).answer(agent))
                .isEqualTo(new SimulatedProvider(new Random(7)).answer(agent));
    }
}
