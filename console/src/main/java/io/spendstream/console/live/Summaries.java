package io.spendstream.console.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.report.SummaryView;
import io.spendstream.console.report.SummaryView.Question;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The summaries that clients follow: each is made at most once a second, however many follow it. Thread-safe. */
public final class Summaries {
    private static final long AGE_MAX = Duration.ofMillis(900).toNanos();
    private static final int QUESTIONS_MAX = 256;

    private final SummaryView view;

    // guarded by itself
    private final Map<Question, Shared> shared = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Shared {
        // guarded by this
        private long madeAt;
        private ObjectNode summary = io.spendstream.console.report.Forms.object();
        private @Nullable RuntimeException failure;

        private void ask(SummaryView view, Question question) {
            try {
                summary = view.answer(question);
                failure = null;
            } catch (RuntimeException e) {
                failure = e;
            }
            madeAt = System.nanoTime();
        }
    }

    /** Creates summaries that {@code view} makes. */
    public Summaries(SummaryView view) {
        this.view = view;
    }

    /** Returns a summary that is at most a second old. */
    ObjectNode recent(Question question) {
        Shared entry;
        synchronized (shared) {
            entry = shared.computeIfAbsent(question, key -> new Shared());
            if (shared.size() > QUESTIONS_MAX) {
                Iterator<Question> oldest = shared.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        synchronized (entry) {
            boolean isNew = entry.summary.isEmpty() && entry.failure == null;
            if (isNew || System.nanoTime() - entry.madeAt > AGE_MAX) {
                entry.ask(view, question);
            }
            // those who ask meanwhile need not wait one after the other to be told the same
            if (entry.failure != null) {
                throw entry.failure;
            }
            return entry.summary;
        }
    }

    /** Returns what of {@code summary} is news: all but the time it is of. */
    static ObjectNode news(ObjectNode summary) {
        ObjectNode news = summary.deepCopy();
        news.remove("as_of");
        news.withObject("/freshness").remove("newest_event_age_seconds");
        news.withObject("/freshness").remove("newest_row_age_seconds");
        return news;
    }
}
