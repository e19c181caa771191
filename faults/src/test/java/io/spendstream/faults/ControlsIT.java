package io.spendstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.faults.inject.Fault;
import io.spendstream.faults.inject.ProcessFaults;
import io.spendstream.faults.inject.WorldFaults;
import io.spendstream.faults.process.Recipe;
import io.spendstream.faults.run.FaultRun;
import io.spendstream.faults.run.RunOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs with one mechanism taken out. A suite that lets one of them pass has no power, and what it says of the product
 * is worth nothing.
 */
final class ControlsIT {
    private static final Logger LOG = LoggerFactory.getLogger(ControlsIT.class);
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration SETTLE_MAX = Duration.ofSeconds(25);

    @TempDir
    Path directory;

    private final Recipe product = Recipe.product(ThreadLocalRandom.current().nextInt(1_000_000), LENGTH);

    @Test
    void catchesASinkThatKeepsItsPositionInKafkaOnly() throws Exception {
        Recipe recipe = product.withSink(ForwardOnlySink.class);

        RunOutcome outcome = run(recipe, (cluster, sender) -> List.of(new WorldFaults(cluster, sender).database()));

        assertThat(outcome.differences("ledger topic")).as(outcome.text()).isEmpty();
        assertThat(outcome.differences("token_usage")).as(outcome.text()).anyMatch(text -> text.contains("is missing"));
    }

    @Test
    void catchesADeDuplicationOutsideTheTransaction() throws Exception {
        Recipe recipe = product.withProcessor(ForgetfulProcessor.class);

        RunOutcome outcome = run(
                recipe,
                (cluster, sender) -> List.of(List.of(
                        new Fault("kill -9 both stream processors", new ProcessFaults(cluster)::killProcessors),
                        new Fault("send the whole usage topic again", random -> sender.sendAllAgain()))));

        assertThat(outcome.differences("ledger topic"))
                .as(outcome.text())
                .anyMatch(text -> text.contains("stands twice"));
    }

    private RunOutcome run(Recipe recipe, FaultRun.Faults faults) throws Exception {
        RunOutcome outcome = new FaultRun(recipe, faults, SETTLE_MAX).run(directory);
        outcome.text().lines().forEach(line -> LOG.info("{}", line));
        return outcome;
    }
}
