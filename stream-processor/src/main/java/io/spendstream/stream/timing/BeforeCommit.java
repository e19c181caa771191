package io.spendstream.stream.timing;

import io.spendstream.contract.failpoint.FailPoint;
import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done before each commit of a task, in the transaction that is then committed: writing to the stores what a
 * processor so far only remembers. Used by one thread, that of its task.
 *
 * <p>Kafka Streams tells only its own store caches that a commit is near, so this is, to it, a store with a cache: one
 * that holds nothing, has no changelog and cannot be read. Stores that the work writes to must not be cached themselves,
 * since their caches may have been written out before this one.
 */
public final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private @Nullable Runnable work;
    private boolean isOpen;

    private BeforeCommit(String name) {
        this.name = name;
    }

    /** Returns what adds such work, under {@code name}, to the processors it is connected with. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Sets what is done before each commit, in place of what was set before. */
    public void set(Runnable work) {
        this.work = work;
    }

    @Override
    public void flushCache() {
        if (work != null) {
            FailPoint.PROCESSOR_BEFORE_WRITE.hit();
            work.run();
            FailPoint.PROCESSOR_AFTER_WRITE.hit();
        }
    }

    @Override
    public void clearCache() { // the task becomes a standby, or stops being one; its processors are made anew
        work = null;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        isOpen = true;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public void close() {
        work = null;
        isOpen = false;
    }

    /** What adds such work to processors. */
    public record Builder(String name) implements StoreBuilder<BeforeCommit> {
        @Override
        public BeforeCommit build() {
            return new BeforeCommit(name);
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingEnabled() {
            throw new UnsupportedOperationException(name + " holds nothing that could be cached");
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException(name + " holds nothing that could be logged");
        }
    }
}
