package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageCountsTest {
    @Test
    void keepsAbsentApartFromZero() {
        UsageCounts counts = UsageCounts.builder().set(UsageClass.INPUT, 0).build();

        assertThat(counts.has(UsageClass.INPUT)).isTrue();
        assertThat(counts.has(UsageClass.OUTPUT)).isFalse();
        assertThat(counts.isEmpty()).isFalse();
        assertThat(counts).isNotEqualTo(UsageCounts.none());
    }

    @Test
    void addsUpTokensBySideAndNoUnits() {
        long prompt = 0;
        long completion = 0;
        UsageCounts counts = Examples.everyClass(1);
        for (UsageClass usageClass : UsageClass.all()) {
            prompt += usageClass.side() == UsageClass.Side.INPUT ? counts.get(usageClass) : 0;
            completion += usageClass.side() == UsageClass.Side.OUTPUT ? counts.get(usageClass) : 0;
        }

        assertThat(counts.promptTokens()).isEqualTo(prompt).isPositive();
        assertThat(counts.completionTokens()).isEqualTo(completion).isPositive();
        assertThat(UsageClass.WEB_SEARCH.isTokens()).isFalse();
        assertThat(UsageClass.REASONING.isTokens()).isTrue();
    }

    @Test
    void countsEachInputAndOutputClassInExactlyOneSum() {
        for (UsageClass usageClass : UsageClass.all()) {
            UsageCounts counts = UsageCounts.builder().set(usageClass, 7).build();

            long expected = usageClass.isTokens() ? 7 : 0;
            assertThat(counts.promptTokens() + counts.completionTokens())
                    .as(usageClass.wireName())
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsEveryClassByItsNameAndNoOther() {
        var names = new HashSet<String>();
        for (UsageClass usageClass : UsageClass.all()) {
            assertThat(UsageClass.of(usageClass.wireName())).contains(usageClass);
            assertThat(usageClass.wireName()).matches("[a-z][a-z0-9_]*");
            names.add(usageClass.wireName());
        }

        assertThat(names).hasSize(UsageClass.all().size());
        assertThat(UsageClass.of("Input")).isEmpty();
        assertThat(UsageClass.of("")).isEmpty();
    }

    @Test
    void aDifferenceReportsWhatEitherSideReports() {
        UsageCounts later = UsageCounts.of(100, 50);
        UsageCounts earlier = UsageCounts.builder()
                .set(UsageClass.OUTPUT, 20)
                .set(UsageClass.REASONING, 5)
                .build();

        UsageCounts difference = later.minus(earlier);

        assertThat(difference).hasToString("{input=100, output=30, reasoning=-5}");
        assertThat(difference.hasNegative()).isTrue();
        assertThat(later.hasNegative()).isFalse();
        assertThat(later.minus(UsageCounts.none())).isEqualTo(later);
    }

    @Test
    void refusesCountsBeyondTheLimitOnEitherSideOfZero() {
        UsageCounts.Builder counts = UsageCounts.builder()
                .set(UsageClass.INPUT, UsageCounts.COUNT_MAX)
                .set(UsageClass.OUTPUT, -UsageCounts.COUNT_MAX);

        for (long count :
                List.of(UsageCounts.COUNT_MAX + 1, -UsageCounts.COUNT_MAX - 1, Long.MAX_VALUE, Long.MIN_VALUE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> counts.set(UsageClass.INPUT, count))
                    .withMessage("input must be at most 1000000000000: " + count);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> counts.add(UsageClass.INPUT, 1));
        assertThatThrownBy(() -> counts.add(UsageClass.INPUT, Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThat(counts.build().get(UsageClass.INPUT)).isEqualTo(UsageCounts.COUNT_MAX);
    }

    @Test
    void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() {
        UsageCounts.Builder builder = UsageCounts.builder().set(UsageClass.INPUT, 1);
        UsageCounts first = builder.build();
        UsageCounts second = builder.add(UsageClass.INPUT, 1).build();
        builder.set(UsageClass.OUTPUT, 9);

        assertThat(first)
                .isEqualTo(UsageCounts.builder().set(UsageClass.INPUT, 1).build());
        assertThat(second)
                .isEqualTo(UsageCounts.builder().set(UsageClass.INPUT, 2).build());
    }

    @Test
    void visitsReportedClassesInWireOrder() {
        var visited = new ArrayList<UsageClass>();
        UsageCounts.builder()
                .set(UsageClass.AUDIO_SECOND, 3)
                .set(UsageClass.INPUT, 0)
                .build()
                .forEach((usageClass, count) -> visited.add(usageClass));

        assertThat(visited).containsExactly(UsageClass.INPUT, UsageClass.AUDIO_SECOND);
    }

    @Test
    void equalCountsAreEqualAndHashAlike() {
        assertThat(UsageCounts.of(1, 2)).isEqualTo(UsageCounts.of(1, 2)).hasSameHashCodeAs(UsageCounts.of(1, 2));
        assertThat(UsageCounts.of(1, 2)).isNotEqualTo(UsageCounts.of(2, 1));
        assertThat(UsageCounts.builder().build()).isEqualTo(UsageCounts.none());
    }

    @Test
    void aLaterStatusSupersedesAnEarlierOneOnly() {
        assertThat(UsageStatus.FINAL.supersedes(UsageStatus.PROVISIONAL)).isTrue();
        assertThat(UsageStatus.PROVISIONAL.supersedes(UsageStatus.MISSING)).isTrue();
        assertThat(UsageStatus.FINAL.supersedes(UsageStatus.FINAL)).isFalse();
        assertThat(UsageStatus.MISSING.supersedes(UsageStatus.FINAL)).isFalse();
        for (UsageStatus status : UsageStatus.values()) {
            assertThat(UsageStatus.of(status.wireName())).contains(status);
        }
        assertThat(UsageStatus.of("FINAL")).isEmpty();
    }
}
