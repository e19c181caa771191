package io.spendstream.notifier.channel;

import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert on its way to people.
 *
 * @param alert what it says
 * @param json its wire form, as it stands in the topic; not changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Notice(BudgetAlert alert, byte[] json) {
    /** Returns the notice of {@code alert}. */
    public static Notice of(BudgetAlert alert) {
        return new Notice(alert, BudgetAlertJson.write(alert));
    }

    /**
     * Reads an alert from the topic.
     *
     * @throws IOException saying why {@code json} is none
     */
    public static Notice read(byte @Nullable [] json) throws IOException {
        if (json == null) {
            throw new IOException("there is no alert in it");
        }
        try {
            return new Notice(BudgetAlertJson.read(json), json);
        } catch (RuntimeException e) {
            throw new IOException("it is no alert: " + e.getMessage(), e);
        }
    }

    /** Returns the alert's identity, which is the idempotency key everywhere. */
    public String id() {
        return alert.id();
    }

    /** Returns what an alert and the one that resolves it have in common. */
    public String incidentId() {
        return alert.incidentId();
    }

    /** Returns the budget's id: its alerts are told in their order. */
    public String subject() {
        return alert.allowance().id();
    }

    /** Returns the team it is about, if it is about one. */
    public Optional<String> team() {
        return alert.allowance().team();
    }

    /** Returns how urgent it is. */
    public AlertSeverity severity() {
        return alert.severity();
    }

    /** Returns whether it says that something is over. */
    public boolean isResolved() {
        return alert.state() == AlertState.RESOLVED;
    }

    /** Returns the sentence for people. */
    public String message() {
        return alert.message();
    }
}
