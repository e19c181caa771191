package io.spendstream.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The wire form of a {@link BudgetState} on {@link Topic#BUDGET_STATE}; see {@code schema/budget-state.schema.json}.
 * Equal keys have equal bytes. A record without a value says that the allowance is no more.
 *
 * <pre>
 * key := { "budget_id": text, "values": { dimension: text … } }
 * </pre>
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class BudgetStateJson {
    private static final String WHAT = "a budget state";

    private BudgetStateJson() {}

    /** Returns {@code key} as UTF-8 JSON. */
    public static byte[] writeKey(BudgetStateKey key) {
        ObjectNode node = JsonTree.object();
        node.put("budget_id", key.budgetId());
        BudgetJson.putValues(node.putObject("values"), key.values());
        return JsonTree.write(node);
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    public static BudgetStateKey readKey(byte[] record) {
        JsonTree json = JsonTree.read("the key of a budget state", record);
        return new BudgetStateKey(json.text("budget_id"), json.values("values"));
    }

    /** Returns {@code state} as UTF-8 JSON. */
    public static byte[] write(BudgetState state) {
        ObjectNode node = JsonTree.object();
        AllowanceJson.put(node.putObject("budget"), state.allowance());
        AllowanceJson.putAmount(node, "spent", state.spent());
        node.put("ratio", state.ratio().toPlainString());
        node.put("unpriced_calls", state.unpricedCalls());
        node.put("status", wireName(state.status()));
        node.put("updated", WireTime.write(state.updated()));
        return JsonTree.write(node);
    }

    /**
     * Reads a state.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    public static BudgetState read(byte[] record) {
        JsonTree json = JsonTree.read(WHAT, record);
        Allowance allowance = AllowanceJson.read(json.object("budget"));
        return new BudgetState(
                allowance,
                AllowanceJson.amount(json, "spent", allowance.limit().unit()),
                json.number("unpriced_calls"),
                json.constant("status", BudgetStateJson::status, "ok, warning, exceeded"),
                json.time("updated"));
    }

    private static String wireName(BudgetState.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<BudgetState.Status> status(String name) {
        return Arrays.stream(BudgetState.Status.values())
                .filter(status -> wireName(status).equals(name))
                .findFirst();
    }
}
