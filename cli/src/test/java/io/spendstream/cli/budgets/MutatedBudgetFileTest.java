package io.spendstream.cli.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.Repository;
import io.spendstream.contract.Budget;
import io.spendstream.testkit.Mutations;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Budget files with something wrong in them: they are read, or refused with the file and line of what is wrong. {@code
 * -Dfuzz.seed=S -Dfuzz.cases=N} tries others, or more.
 */
final class MutatedBudgetFileTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int CASES = Integer.getInteger("fuzz.cases", 10_000);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a hang is a failure; slow is not
    void aFileIsReadOrRefusedWithItsLine() throws IOException {
        String example = Repository.read("docs/budgets.example.yaml");
        var mutations = new Mutations(SEED);
        int read = 0;
        for (int i = 0; i < CASES; i++) {
            String text = mutations.of(example);
            try {
                List<Budget> budgets = BudgetFile.read("budgets.yaml", text);
                assertThat(budgets)
                        .as("seed %d, case %d", SEED, i)
                        .allMatch(budget -> budget.limit().value().signum() > 0);
                read++;
            } catch (BudgetFileException e) {
                assertThat(e.getMessage()).as("seed %d, case %d", SEED, i).contains("budgets.yaml:");
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed %d, case %d: %s".formatted(SEED, i, text), e);
            }
        }

        LoggerFactory.getLogger(MutatedBudgetFileTest.class)
                .info("{} damaged files from seed {}, {} still read", CASES, SEED, read);
        assertThat(read).as("seed %d: read", SEED).isBetween(CASES / 50, CASES);
    }
}
