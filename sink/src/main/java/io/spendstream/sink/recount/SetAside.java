package io.spendstream.sink.recount;

import io.spendstream.contract.Topic;
import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecords;
import io.spendstream.sink.write.SetAsideRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The records that were set aside and are no row. Some wait. Others do not any more, but when they were readmitted a later
 * line with their key was the row already: that one is what the tables say, although it is not the first in the topic.
 */
final class SetAside {
    private static final String LEDGER = Topic.LEDGER.topicName();
    private static final int LINES_MAX = 1_000;

    private SetAside() {}

    /** Returns them all, by the ids they would have as rows; {@code standing} is that of the snapshot. */
    static Set<Long> withoutRow(Handle snapshot, Standing standing) {
        Set<Long> ids = RejectedRecords.waiting(snapshot, LEDGER);
        if (standing.duplicates() > 0) {
            var doubles = new Doubles(snapshot, standing, ids);
            RejectedRecords.eachReadmitted(snapshot, LEDGER, doubles);
            doubles.lookUp();
        }
        return ids;
    }

    /** Returns those of {@code wanted}. */
    static Set<Long> withoutRow(Handle snapshot, Standing standing, Collection<Long> wanted) {
        Set<Long> ids = RejectedRecords.waiting(snapshot, LEDGER, wanted);
        if (standing.duplicates() > 0) {
            var doubles = new Doubles(snapshot, standing, ids);
            RejectedRecords.eachReadmitted(snapshot, LEDGER, wanted, doubles);
            doubles.lookUp();
        }
        return ids;
    }

    /** Collects the readmitted lines whose key is the row of another record. */
    private static final class Doubles implements Consumer<SetAsideRecord> {
        private final Handle snapshot;
        private final Standing standing;
        private final Set<Long> ids;
        private final List<LedgerRow> lines = new ArrayList<>();

        private Doubles(Handle snapshot, Standing standing, Set<Long> ids) {
            this.snapshot = snapshot;
            this.standing = standing;
            this.ids = ids;
        }

        @Override
        public void accept(SetAsideRecord kept) {
            var record = kept.record();
            LedgerRecord.read(record.partition(), record.offset(), record.record(), lines::add, unreadable -> {});
            if (lines.size() == LINES_MAX) {
                lookUp();
            }
        }

        private void lookUp() {
            var rows = new KeptLines(snapshot, standing, lines);
            lines.stream().filter(rows::isOfOther).map(LedgerRow::id).forEach(ids::add);
            lines.clear();
        }
    }
}
