package io.spendstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.faults.process.Recipe;
import io.spendstream.faults.run.FaultRun;
import io.spendstream.faults.run.RunOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole pipeline, broken in every way there is for as long as is asked, and then compared to the last unit.
 *
 * <p>System properties: {@code faults.seed}, {@code faults.minutes}; {@code faults.only}, parts of the names of the faults
 * that are injected, with commas; {@code faults.previous}, the folder of the release that is upgraded.
 */
final class FaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
    private static final Duration SETTLE_MIN = Duration.ofMinutes(4);
    private static final int SETTLE_SHARE = 10;

    /** In a run of this length every fault comes, whatever the seed. */
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void nothingIsLostAndNothingCountsTwiceWhateverFails() throws Exception {
        Recipe recipe = recipe();
        Path directory = Path.of(System.getProperty("faults.directory", "target/faults"), "seed-" + recipe.seed())
                .toAbsolutePath();
        LOG.info("seed {}, {} of faults, logs in {}", recipe.seed(), recipe.length(), directory);

        RunOutcome outcome = new FaultRun(recipe, faults(), settleMax(recipe.length())).run(directory);

        outcome.text().lines().forEach(line -> LOG.info("{}", line));
        Files.writeString(directory.resolve("summary.txt"), outcome.text());
        assertThat(outcome.isClean()).as("%s", outcome.text()).isTrue();
        if (recipe.length().compareTo(LONG) >= 0) {
            assertThat(outcome.neverInjected())
                    .as("faults that were never injected")
                    .isEmpty();
        }
    }

    private static Recipe recipe() {
        String seed = System.getProperty("faults.seed", "drawn");
        var length = Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("faults.minutes", "2"))));
        String previous = System.getProperty("faults.previous", "");
        Recipe recipe = Recipe.product(
                seed.equals("drawn") ? ThreadLocalRandom.current().nextInt(1_000_000) : Long.parseLong(seed), length);
        return previous.isEmpty() ? recipe : recipe.withPrevious(Path.of(previous));
    }

    private static FaultRun.Faults faults() {
        String only = System.getProperty("faults.only", "");
        return only.isEmpty()
                ? FaultRun.everything()
                : FaultRun.only(FaultRun.everything(), List.of(only.split(",", -1)));
    }

    /** A long run leaves more to be read, and may have sent all of it once more at its end. */
    private static Duration settleMax(Duration length) {
        return SETTLE_MIN.plus(length.dividedBy(SETTLE_SHARE));
    }
}
