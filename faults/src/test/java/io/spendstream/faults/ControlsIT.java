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
import java.util.Set;
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
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(2);
    private static final String LEDGER = "ledger topic";

    @TempDir
    Path directory;

    private final Recipe product = Recipe.product(ThreadLocalRandom.current().nextInt(1_000_000), LENGTH);

    @Test
    void catchesASinkThatKeepsItsPositionInKafkaOnly() throws Exception {
        Recipe recipe = product.withSink(ForwardOnlySink.class);

        RunOutcome outcome =
                run(recipe, Set.of(LEDGER), (cluster, sender) -> List.of(new WorldFaults(cluster, sender).database()));

        assertThat(outcome.differences(LEDGER)).as(outcome.text()).isEmpty();
        assertThat(outcome.differences("token_usage")).as(outcome.text()).anyMatch(text -> text.contains("is missing"));
    }

    @Test
    void catchesADeDuplicationOutsideTheTransaction() throws Exception {
        Recipe recipe = product.withProcessor(ForgetfulProcessor.class);

        RunOutcome outcome = run(
                recipe,
                Set.of(),
                (cluster, sender) -> List.of(List.of(
                        new Fault("kill -9 both stream processors", new ProcessFaults(cluster)::killProcessors),
                        new Fault("send the whole usage topic again", random -> sender.sendAllAgain()))));

        assertThat(outcome.differences(LEDGER)).as(outcome.text()).anyMatch(text -> text.contains("stands twice"));
    }

    @Test
    void catchesAStreamProcessorThatProcessesAtLeastOnce() throws Exception {
        Recipe recipe = product.withProcessor(AtLeastOnceProcessor.class);

        RunOutcome outcome = run(
                recipe,
                Set.of(),
                (cluster, sender) -> List.of(List.of(
                        new Fault("kill -9 both stream processors", new ProcessFaults(cluster)::killProcessors))));

        for (String view : List.of(LEDGER, "token_usage")) {
            assertThat(outcome.differences(view)).as(outcome.text()).anyMatch(text -> text.contains("is missing"));
        }
        assertThat(outcome.text()).contains("FIRST EVENT");
    }

    /** Runs until everything was read and the checks {@code right} are clean: only then is what is missing lost. */
    private RunOutcome run(Recipe recipe, Set<String> right, FaultRun.Faults faults) throws Exception {
        RunOutcome outcome =
                new FaultRun(recipe, faults, CATCH_UP_MAX).ofControl(right).run(directory);
        outcome.text().lines().forEach(line -> LOG.info("{}", line));
        assertThat(outcome.differences("everything was read"))
                .as(outcome.text())
                .isEmpty();
        return outcome;
    }
}
