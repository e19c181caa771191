package io.spendstream.console.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.budget.BudgetForms;
import io.spendstream.console.report.Filters;
import io.spendstream.console.report.Forms;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.LedgerLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The newest ledger lines and alerts, numbered in the order they came. Clients take what is after the number they have;
 * one that comes too late for an item is told how many it missed. Thread-safe.
 */
public final class Feed {
    /** How many lines one client is shown at once. */
    static final int LINES_SHOWN_MAX = 20;

    private static final int ITEMS_MAX = 3_000;

    private final String epoch = UUID.randomUUID().toString().substring(0, 8);

    // guarded by this
    private final Deque<Item> items = new ArrayDeque<>();
    private long last;
    private long begunAt;
    private long skipped;

    private record Item(long number, boolean isAlert, Predicate<Filters> matches, Supplier<ObjectNode> json) {}

    /**
     * How far a client is.
     *
     * @param number the number of the last item it has
     * @param skipped how many lines nobody was shown until then
     */
    record Position(long number, long skipped) {}

    /**
     * What a client is to be shown.
     *
     * @param events the newest lines
     * @param leftOut how many lines went by besides
     * @param alerts the alerts
     * @param position how far that is
     */
    record Batch(List<ObjectNode> events, long leftOut, List<ObjectNode> alerts, Position position) {}

    /** Takes a line from {@code offset} of a partition of the ledger topic. */
    synchronized void add(int partition, long offset, LedgerLine line) {
        add(false, filters -> filters.matches(line), () -> Forms.event(partition, offset, line));
    }

    /** Takes an alert. */
    public synchronized void add(BudgetAlert alert) {
        add(
                true,
                filters -> filters.areNamedBy(
                        alert.allowance().scope(), alert.allowance().values()),
                () -> BudgetForms.alert(alert));
    }

    private void add(boolean isAlert, Predicate<Filters> matches, Supplier<ObjectNode> json) {
        items.addLast(new Item(++last, isAlert, matches, json));
        if (items.size() > ITEMS_MAX) {
            items.removeFirst();
        }
    }

    /** Takes note of {@code count} lines that went by unread. */
    synchronized void skip(long count) {
        skipped += count;
    }

    /** Takes note that lines were not followed for a while: nobody can go on from before. Alerts were followed all along. */
    synchronized void interrupt() {
        items.removeIf(item -> !item.isAlert);
        begunAt = ++last;
    }

    /** Returns where the feed is now. */
    synchronized Position end() {
        return new Position(last, skipped);
    }

    /** Returns the position an id was sent with, if everything since is still held. */
    synchronized Optional<Position> find(String id) {
        String[] parts = id.split("-", 2);
        if (parts.length != 2 || !parts[0].equals(epoch)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(parts[1]);
            boolean isHeld = number <= last
                    && number >= begunAt
                    && number >= (items.isEmpty() ? last : items.getFirst().number - 1);
            return isHeld ? Optional.of(new Position(number, skipped)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the id that {@code position} is sent with. */
    String id(Position position) {
        return epoch + "-" + position.number;
    }

    /** Returns what came after {@code position} and matches {@code filters}. */
    Batch after(Position position, Filters filters) {
        List<Item> alerts = new ArrayList<>();
        List<Item> lines = new ArrayList<>();
        Position end;
        long missed;
        synchronized (this) {
            end = new Position(last, skipped);
            long oldest = items.isEmpty() ? last + 1 : items.getFirst().number;
            long seen = Math.max(position.number, begunAt); // the interruption itself is no line
            missed = Math.max(0, oldest - seen - 1) + skipped - position.skipped;
            for (var newest = items.descendingIterator(); newest.hasNext(); ) {
                Item item = newest.next();
                if (item.number <= position.number) {
                    break;
                }
                if (item.matches.test(filters)) {
                    (item.isAlert ? alerts : lines).add(0, item);
                }
            }
        }
        int from = Math.max(0, lines.size() - LINES_SHOWN_MAX);
        return new Batch(
                lines.subList(from, lines.size()).stream()
                        .map(item -> item.json.get())
                        .toList(),
                missed + from,
                alerts.stream().map(item -> item.json.get()).toList(),
                end);
    }
}
