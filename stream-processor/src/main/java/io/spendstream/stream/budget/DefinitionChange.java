package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Budget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a budget was defined, redefined or deleted.
 *
 * @param id the budget's id
 * @param budget the definition; null if the budget was deleted
 * @param arrivedAt when the broker took the definition
 */
public record DefinitionChange(String id, @Nullable Budget budget, Instant arrivedAt) {
    public DefinitionChange {
        requireNonNull(id, "id");
        requireNonNull(arrivedAt, "arrivedAt");
    }
}
