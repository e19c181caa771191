package io.spendstream.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialTest {
    private final Trial trial = new Trial(new String[] {"a", "b"});

    @Test
    void ignoresEventsOfOthers() {
        trial.acknowledged("stranger", 1);
        trial.inLedger("stranger", 0, 0, 1);
        trial.committed(0, 1, 1);

        assertThat(trial.acknowledged.seen() + trial.ledger.seen() + trial.committedRow.seen())
                .isZero();
    }

    @Test
    void aRowIsCommittedOnceItsPartitionIsBeyondItsOffset() {
        trial.recording(0, 1_000);
        trial.recording(1, 2_000);
        trial.inLedger("a", 3, 10, 5_000);
        trial.inLedger("b", 4, 10, 6_000);

        trial.committed(3, 10, 7_000);
        assertThat(trial.committedRow.seen()).isZero();
        trial.committed(3, 11, 8_000);
        assertThat(trial.committedRow.has(0)).isTrue();
        assertThat(trial.isCommitted()).isFalse();
        trial.committed(4, 99, 9_000);

        assertThat(trial.isCommitted()).isTrue();
        assertThat(trial.committedRow.get(0)).isEqualTo(7_000);
        assertThat(trial.committedRow.get(1)).isEqualTo(7_000);
    }

    @Test
    void countsFromWhenTheEventWasRecorded() {
        trial.recording(0, 1_000);
        trial.acknowledged("a", 4_000);

        assertThat(trial.acknowledged.get(0)).isEqualTo(3_000);
    }
}
