package io.spendstream.cli.rebuild;

import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.sink.rebuild.RebuildListener;
import io.spendstream.sink.rebuild.Stage;
import org.jspecify.annotations.Nullable;

/** Says which stages a rebuild has reached, and how far it is between them. Not thread-safe. */
final class RebuildProgress implements RebuildListener {
    private final Progress progress;
    private @Nullable Work work;

    RebuildProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void reached(Stage stage) {
        if (work != null) {
            work.close();
            work = null;
        }
        progress.say(
                switch (stage) {
                    case PREPARED -> "empty tables are ready";
                    case COPIED -> "the ledger is copied";
                    case COMPARED -> "the new tables say what the ledger says";
                    case CAUGHT_UP -> "sinks wait for a moment";
                    case MOVED -> "the new tables take their place";
                    case SWAPPED -> "the new tables are in force";
                });
    }

    @Override
    public void copied(long records, long all) {
        advance("copying the ledger", records, all);
    }

    @Override
    public void compared(long records, long all) {
        advance("comparing with the ledger", records, all);
    }

    private void advance(String what, long records, long all) {
        Work going = work == null ? progress.begin(what, "records", all) : work;
        work = going;
        going.expect(Math.max(records, all)); // offsets are no count: transactions take some
        going.advanceTo(records);
    }
}
