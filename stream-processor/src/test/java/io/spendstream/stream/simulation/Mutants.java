package io.spendstream.stream.simulation;

import io.spendstream.contract.UsageEvent;
import io.spendstream.stream.intake.AcceptedEvent;
import io.spendstream.stream.topology.SimulatedTopology.Fault;
import io.spendstream.stream.totals.Metered;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/** Topologies with a fault, each of a kind that metering systems have shipped. */
enum Mutants implements Fault {
    /** Copies of a call that came by another route count again. */
    DEDUPLICATES_BY_SESSION {
        @Override
        public <K, V> List<Record<K, V>> instead(String processor, Record<K, V> record) {
            if (record.value() instanceof AcceptedEvent accepted) {
                UsageEvent event = accepted.event();
                String id = event.eventId() + event.attribution().sessionId();
                return List.of(withValue(
                        record, new AcceptedEvent(named(event, id), accepted.received(), accepted.latestArrival())));
            }
            return List.of(record);
        }
    },
    /** What is more than an hour late is dropped without a word. */
    DROPS_LATE_EVENTS {
        @Override
        public <K, V> List<Record<K, V>> instead(String processor, Record<K, V> record) {
            boolean isLate = record.value() instanceof AcceptedEvent accepted
                    && accepted.event()
                            .timestamp()
                            .isBefore(accepted.received().arrivedAt().minus(Duration.ofHours(1)));
            return isLate ? List.of() : List.of(record);
        }
    },
    /** A correction is added to the totals twice. */
    ADDS_CORRECTIONS_TWICE {
        @Override
        public <K, V> List<Record<K, V>> instead(String processor, Record<K, V> record) {
            return processor.equals("tally") && isCorrection(record) ? List.of(record, record) : List.of(record);
        }
    },
    /** A correction is not added to what budgets have spent. */
    BUDGETS_MISS_CORRECTIONS {
        @Override
        public <K, V> List<Record<K, V>> instead(String processor, Record<K, V> record) {
            return processor.equals("spend") && isCorrection(record) ? List.of() : List.of(record);
        }
    },
    /** One cell in eight never reaches the second stage. */
    LOSES_PARTIALS {
        @Override
        public <K, V> List<Record<K, V>> instead(String processor, Record<K, V> record) {
            boolean isLost =
                    processor.equals("totals") && record.key() instanceof byte[] key && Arrays.hashCode(key) % 8 == 0;
            return isLost ? List.of() : List.of(record);
        }
    },
    /** A restart forgets which events were counted. */
    FORGETS_EVENTS_AT_RESTART {
        @Override
        public boolean forgets(String store) {
            return store.equals("seen");
        }
    },
    /** A restart forgets what waits for a price. */
    FORGETS_WAITING_AT_RESTART {
        @Override
        public boolean forgets(String store) {
            return store.equals("waiting");
        }
    },
    /** A restart forgets which alerts were sent. */
    FORGETS_ALERTS_AT_RESTART {
        @Override
        public boolean forgets(String store) {
            return store.equals("incidents");
        }
    },
    /** A restart forgets which corrections were posted. */
    FORGETS_ORDERS_AT_RESTART {
        @Override
        public boolean forgets(String store) {
            return store.equals("corrected");
        }
    };

    private static boolean isCorrection(Record<?, ?> record) {
        return record.value() instanceof Metered metered
                && metered.line() != null
                && metered.line().entry() > 0;
    }

    private static UsageEvent named(UsageEvent event, String id) {
        return new UsageEvent(
                id,
                event.timestamp(),
                event.attribution(),
                event.call(),
                event.usage(),
                event.usageStatus(),
                event.providerCost(),
                event.latencyMillis(),
                event.status(),
                event.usageFlags());
    }

    @SuppressWarnings("unchecked") // the value is of the type the record's was
    private static <K, V> Record<K, V> withValue(Record<K, V> record, Object value) {
        return record.withValue((V) value);
    }
}
