package io.spendstream.embedded;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a broker that wants to end the JVM and the JVM: a broker alone in its process may, one inside our
 * program or a test may not.
 *
 * <p>Kafka's way out is a static of the whole JVM and does not say which broker took it, so every broker that is open
 * hears of it. The procedures stay in place after the last broker closed: its threads may still fail.
 */
final class BrokerExit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerExit.class);
    private static final Set<BrokerExit> WATCHING = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<EmbeddedServerException> fault = new CompletableFuture<>();

    private BrokerExit() {}

    /** Keeps brokers from ending the JVM from now on, and watches for one that wants to. */
    static BrokerExit watch() {
        var exit = new BrokerExit();
        WATCHING.add(exit);
        Exit.setExitProcedure((status, message) -> giveUp("exit", status, message));
        Exit.setHaltProcedure((status, message) -> giveUp("halt", status, message));
        return exit;
    }

    /** Returns what completes when a broker gives up. */
    CompletionStage<EmbeddedServerException> fault() {
        return fault.minimalCompletionStage();
    }

    /** Stops watching. */
    @Override
    public void close() {
        WATCHING.remove(this);
    }

    /** Never returns: the broker's code after its exit was not written to run. */
    private static void giveUp(String how, int status, @Nullable String message) {
        var fault = new EmbeddedServerException(
                "the embedded Kafka broker failed and wanted to %s with status %d%s; its log has the cause"
                        .formatted(how, status, message == null ? "" : ": " + message));
        LOG.error(fault.getMessage(), fault);
        WATCHING.forEach(exit -> exit.fault.complete(fault));
        throw fault;
    }
}
