package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Sha256;
import io.spendstream.stream.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A budget in force, and the generation of what it counts.
 *
 * @param budget the budget
 * @param generation a digest of its scope, its period and its unit: two definitions of one generation count the same
 *     lines in the same windows, so that what was counted for the one holds for the other; a new limit changes nothing
 */
record Definition(Budget budget, long generation) {
    Definition {
        requireNonNull(budget, "budget");
    }

    static Definition of(Budget budget) {
        var bytes = new ByteWriter(128);
        bytes.putText(budget.id());
        budget.scope().forEach((dimension, value) -> {
            bytes.putText(dimension.wireName());
            bytes.putText(value);
        });
        bytes.putByte(0);
        for (BudgetDimension dimension : BudgetDimension.all()) {
            bytes.putByte(budget.each().contains(dimension) ? 1 : 0);
        }
        bytes.putText(budget.period().type().wireName());
        bytes.putText(budget.period().zoneName());
        bytes.putByte(budget.period().weekStart().getValue());
        bytes.putByte(budget.period().dayOfMonth());
        bytes.putText(budget.limit().unit().wireName());
        return new Definition(budget, digest(bytes.toByteArray()));
    }

    /** Returns the first eight bytes of the SHA-256 of {@code bytes}. */
    static long digest(byte[] bytes) {
        return ByteBuffer.wrap(Sha256.of(bytes)).getLong();
    }

    /** Returns the values of {@code line} by which this budget is kept apart, in the order of the dimensions. */
    List<String> eachOf(LedgerLine line) {
        return eachOf(line.attribution(), line.call());
    }

    /** Returns the values of a call by which this budget is kept apart, in the order of the dimensions. */
    List<String> eachOf(Attribution attribution, ModelCall call) {
        if (budget.each().isEmpty()) {
            return List.of();
        }
        List<String> values = new ArrayList<>(budget.each().size());
        for (BudgetDimension dimension : BudgetDimension.all()) {
            if (budget.each().contains(dimension)) {
                values.add(dimension.valueOf(attribution, call));
            }
        }
        return values;
    }

    /** Returns {@code values}, which are in the order of the dimensions, by dimension. */
    Map<BudgetDimension, String> named(List<String> values) {
        var named = new EnumMap<BudgetDimension, String>(BudgetDimension.class);
        var next = values.iterator();
        for (BudgetDimension dimension : BudgetDimension.all()) {
            if (budget.each().contains(dimension) && next.hasNext()) {
                named.put(dimension, next.next());
            }
        }
        return named;
    }
}
