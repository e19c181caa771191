package io.spendstream.stream;

import io.spendstream.contract.Topic;
import io.spendstream.stream.SourcePositions.Found;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the usage topic is still the one that is read. The consumer itself does not tell: it
 * goes on in a topic of the same name at the offset it had in the old one.
 */
final class SourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Admin admin;
    private final UUID usageTopic;
    private final Consumer<String> whenChanged;
    private final ScheduledThreadPoolExecutor executor;

    private SourceWatch(Admin admin, Found found, Consumer<String> whenChanged) {
        this.admin = admin;
        this.usageTopic = found.usageTopic();
        this.whenChanged = whenChanged;
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "spendstream-source-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts to look; {@code whenChanged} is told once, with what to do. The watch closes {@code admin}. */
    static SourceWatch start(Admin admin, Found found, Consumer<String> whenChanged) {
        var watch = new SourceWatch(admin, found, whenChanged);
        var unused = watch.executor.scheduleWithFixedDelay(
                watch::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        UUID now;
        try {
            now = SourcePositions.usageTopic(admin);
        } catch (ExecutionException e) {
            LOG.debug("whether the usage topic is the same is not known now", e); // the next look will tell
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!now.equals(usageTopic)) {
            executor.shutdown();
            whenChanged.accept(
                    "topic %s was made anew while it was read: its id is %s, that of the old one was %s. Bring the old topic back; or, if its events that were not processed yet may be given up, give the stream processor a new application.id"
                            .formatted(Topic.USAGE, now, usageTopic));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        admin.close(Duration.ofSeconds(5));
    }
}
