package io.spendstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.faults.process.Recipe;
import io.spendstream.faults.run.FaultRun;
import io.spendstream.faults.run.RunOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole pipeline, broken in every way there is for as long as is asked, and then compared to the last unit. */
final class FaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
    private static final Duration SETTLE_MIN = Duration.ofMinutes(4);
    private static final int SETTLE_SHARE = 10;

    @Test
    void nothingIsLostAndNothingCountsTwiceWhateverFails() throws Exception {
        long seed = seed();
        Duration length =
                Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("faults.minutes", "2"))));
        Path directory = Path.of(System.getProperty("faults.directory", "target/faults"), "seed-" + seed)
                .toAbsolutePath();
        LOG.info("seed {}, {} of faults, logs in {}", seed, length, directory);

        Duration settleMax = SETTLE_MIN.plus(length.dividedBy(SETTLE_SHARE));
        RunOutcome outcome =
                new FaultRun(Recipe.product(seed, length), FaultRun.everything(), settleMax).run(directory);

        outcome.text().lines().forEach(line -> LOG.info("{}", line));
        Files.writeString(directory.resolve("summary.txt"), outcome.text());
        assertThat(outcome.isClean()).as("%s", outcome.text()).isTrue();
    }

    private static long seed() {
        String said = System.getProperty("faults.seed", "drawn");
        return said.equals("drawn") ? ThreadLocalRandom.current().nextInt(1_000_000) : Long.parseLong(said);
    }
}
