package io.spendstream.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** How an {@link Allowance} and amounts of it stand in alerts and states: dollars as decimal strings of cents. */
final class AllowanceJson {
    private AllowanceJson() {}

    static void put(ObjectNode node, Allowance allowance) {
        node.put("id", allowance.id());
        node.put("name", allowance.name());
        BudgetJson.putValues(node.putObject("scope"), allowance.scope());
        BudgetJson.putDimensions(node.putArray("each"), allowance.each());
        BudgetJson.putValues(node.putObject("values"), allowance.values());
        putAmount(node, "limit", allowance.limit());
        if (allowance.limit().unit() == BudgetUnit.USD) {
            node.put("currency", "USD");
        }
        ObjectNode period = node.putObject("period");
        BudgetJson.putPeriod(period, allowance.period());
        if (!allowance.window().isAlways()) {
            period.put("start", WireTime.write(allowance.window().start()));
            period.put("end", WireTime.write(allowance.window().end()));
        }
        node.put("action", allowance.action().wireName());
        if (allowance.owner() != null) {
            node.put("owner", allowance.owner());
        }
    }

    static Allowance read(JsonTree json) {
        BudgetUnit unit = json.has("limit_tokens") ? BudgetUnit.TOKENS : BudgetUnit.USD;
        JsonTree period = json.object("period");
        return new Allowance(
                json.text("id"),
                json.text("name"),
                json.values("scope"),
                BudgetJson.dimensions(json, "each"),
                json.values("values"),
                BudgetJson.period(period),
                period.has("start") ? new BudgetWindow(period.time("start"), period.time("end")) : BudgetWindow.ALWAYS,
                amount(json, "limit", unit),
                json.constant("action", BudgetAction::of, "alert, block"),
                json.optionalText("owner"));
    }

    static void putAmount(ObjectNode node, String name, BudgetAmount amount) {
        switch (amount.unit()) {
            case USD ->
                node.put(name + "_cents", amount.value().movePointRight(2).toPlainString());
            case TOKENS -> node.put(name + "_tokens", amount.tokens());
        }
    }

    static BudgetAmount amount(JsonTree json, String name, BudgetUnit unit) {
        if (unit == BudgetUnit.TOKENS) {
            return BudgetAmount.tokens(json.number(name + "_tokens"));
        }
        BigDecimal cents = json.decimal(name + "_cents");
        try {
            return BudgetAmount.usd(Money.of(cents.movePointLeft(2)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("%s_cents must be an amount: %s".formatted(name, e.getMessage()), e);
        }
    }
}
