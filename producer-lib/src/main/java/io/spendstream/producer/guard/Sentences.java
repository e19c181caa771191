package io.spendstream.producer.guard;

import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetState;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people are told about a refusal. */
final class Sentences {
    private Sentences() {}

    static String exceeded(BudgetState state) {
        Allowance allowance = state.allowance();
        String until = allowance.window().isAlways()
                ? ""
                : " until " + allowance.window().end();
        return "budget %s is spent: %s of %s%s"
                .formatted(
                        name(allowance),
                        state.spent().shown(),
                        allowance.limit().shown(),
                        until);
    }

    static String setAside(String id, @Nullable BudgetState state) {
        return "what is left of budget %s is less than this call may cost, or set aside for calls in flight"
                .formatted(state == null ? id : name(state.allowance()));
    }

    private static String name(Allowance allowance) {
        if (allowance.values().isEmpty()) {
            return allowance.id();
        }
        return allowance.values().entrySet().stream()
                .map(value -> value.getKey().wireName() + " " + value.getValue())
                .collect(Collectors.joining(", ", allowance.id() + " for ", ""));
    }
}
