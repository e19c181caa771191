package io.spendstream.producer.guard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * When what is set aside comes free by itself: a call that nobody settled after the longest a call may take, and a
 * settled one once its cost has surely come back in the budget's state. Without it, an agent that loses track of calls
 * would set aside more and more until nothing is left. Thread-safe.
 */
final class Deadlines {
    private final long openNanos;
    private final long settledNanos;

    // guarded by this; oldest first, as each of the two waits equally long
    private final Set<Reservation> open = new LinkedHashSet<>();
    private final Set<Reservation> settled = new LinkedHashSet<>();

    Deadlines(long openNanos, long settledNanos) {
        this.openNanos = openNanos;
        this.settledNanos = settledNanos;
    }

    synchronized void opened(Reservation reservation, long nowNanos) {
        reservation.setDeadline(nowNanos + openNanos);
        open.add(reservation);
    }

    synchronized void settled(Reservation reservation, long nowNanos) {
        open.remove(reservation);
        reservation.setDeadline(nowNanos + settledNanos);
        settled.add(reservation);
    }

    synchronized void closed(Reservation reservation) {
        open.remove(reservation);
    }

    /** Frees what is due. */
    void pass(long nowNanos) {
        List<Reservation> lost;
        List<Reservation> known;
        synchronized (this) {
            lost = takeDue(open, nowNanos);
            known = takeDue(settled, nowNanos);
        }
        // outside the lock: a reservation that is being settled holds its own and waits for ours
        lost.forEach(Reservation::expire);
        known.forEach(Reservation::free);
    }

    /** Returns how many calls are in flight. */
    synchronized int inFlight() {
        return open.size();
    }

    private static List<Reservation> takeDue(Set<Reservation> waiting, long nowNanos) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        var due = new ArrayList<Reservation>();
        Iterator<Reservation> oldestFirst = waiting.iterator();
        while (oldestFirst.hasNext()) {
            Reservation next = oldestFirst.next();
            if (next.deadline() - nowNanos > 0) {
                break;
            }
            oldestFirst.remove();
            due.add(next);
        }
        return due;
    }
}
