package io.spendstream.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What one channel has taken from the topic and not settled, in the order it came. Alerts of one subject wait for each
 * other, so that nobody hears that a budget is well again before hearing that it was not; those of others pass. Not
 * thread-safe.
 *
 * @param <A> the alert
 */
public final class Backlog<A> {
    private final int max;
    private final List<Pending<A>> waiting = new ArrayList<>();
    private Instant heldUntil = Instant.MIN;

    /** Creates an empty one that wants no more than {@code max}. */
    public Backlog(int max) {
        this.max = max;
    }

    /** Returns whether it can take {@code more}. */
    public boolean hasRoomFor(int more) {
        return waiting.size() + more <= max;
    }

    /** Returns how many wait. */
    public int size() {
        return waiting.size();
    }

    /** Takes {@code alert}. */
    public void add(Pending<A> alert) {
        waiting.add(alert);
    }

    /** Lets nothing be due before {@code time}: the receiver asked for that. */
    public void holdUntil(Instant time) {
        if (time.isAfter(heldUntil)) {
            heldUntil = time;
        }
    }

    /** Returns what is to be tried now. */
    public Optional<Pending<A>> due(Instant now) {
        return turns().stream().filter(alert -> !dueAt(alert).isAfter(now)).findFirst();
    }

    /** Returns how long nothing will be due, at most {@code max}. */
    public Duration untilDue(Instant now, Duration max) {
        return turns().stream()
                .map(this::dueAt)
                .min(Instant::compareTo)
                .filter(next -> next.isBefore(now.plus(max)))
                .map(next -> next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO)
                .orElse(max);
    }

    /** Returns the first of each subject. */
    private List<Pending<A>> turns() {
        Set<String> subjects = new HashSet<>();
        return waiting.stream().filter(alert -> subjects.add(alert.subject())).toList();
    }

    /** Only what still has to be sent is held back; a mark that is missing is no request to the receiver. */
    private Instant dueAt(Pending<A> alert) {
        boolean isHeld = alert.answer().isEmpty() && heldUntil.isAfter(alert.dueAt());
        return isHeld ? heldUntil : alert.dueAt();
    }

    /** Removes what is settled and marked. */
    public void remove(Pending<A> alert) {
        waiting.remove(alert);
    }

    /** Forgets what came from {@code partitions}: another will deliver it. */
    public void drop(Collection<TopicPartition> partitions) {
        waiting.removeIf(alert -> partitions.contains(alert.partition()));
    }

    /** Returns the place in {@code partition} up to which everything is settled, or empty if all of it is. */
    public OptionalLong firstUnsettled(TopicPartition partition) {
        return waiting.stream()
                .filter(alert -> alert.partition().equals(partition))
                .mapToLong(Pending::offset)
                .min();
    }
}
