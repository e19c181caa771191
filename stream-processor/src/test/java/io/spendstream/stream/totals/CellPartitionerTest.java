package io.spendstream.stream.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.TotalKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must meet does meet, on the partition it always was on. */
final class CellPartitionerTest {
    private static final int PARTITIONS = 24;

    @Test
    void scopesStayWhereTheyAlwaysWere() {
        assertThat(partition(Dimension.ALL)).isEqualTo(22);
        assertThat(partition(Dimension.TEAM, "care")).isEqualTo(2);
        assertThat(partition(Dimension.TEAM_TASK_TYPE_MODEL, "care", "support", "gpt-4o"))
                .isEqualTo(5);
        assertThat(partition(Dimension.OUTCOME, "accepted")).isEqualTo(19);
    }

    @Test
    void cellsAndTotalsOfOneScopeMeet() {
        var scope = new Scope(Dimension.TEAM, List.of("care"));
        var cell = Cell.at(scope, Instant.EPOCH);

        Set<Integer> together = Set.of(CellPartitioner.partition(scope, PARTITIONS));
        assertThat(new CellPartitioner<PartialKey>(key -> key.cell().scope())
                        .partitions("", new PartialKey(cell, 3), "", PARTITIONS))
                .contains(together);
        assertThat(new CellPartitioner<TotalKey>(Scope::of)
                        .partitions("", new TotalKey(Dimension.TEAM, List.of("care"), LocalDate.EPOCH), "", PARTITIONS))
                .contains(together);
    }

    @Test
    void allOutcomesAreOnOnePartition() {
        var partitions = new HashSet<Integer>();
        for (RejectionReason reason : RejectionReason.values()) {
            partitions.add(partition(Dimension.OUTCOME, reason.wireName()));
        }

        assertThat(partitions).hasSize(1);
    }

    @Test
    void manyScopesSpreadOverAllPartitions() {
        var partitions = new HashSet<Integer>();
        for (int i = 0; i < 1_000; i++) {
            partitions.add(partition(Dimension.AGENT, "agent-" + i));
        }

        assertThat(partitions).hasSize(PARTITIONS);
    }

    private static int partition(Dimension dimension, String... values) {
        return CellPartitioner.partition(new Scope(dimension, List.of(values)), PARTITIONS);
    }
}
