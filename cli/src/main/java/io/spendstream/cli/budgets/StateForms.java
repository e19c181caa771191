package io.spendstream.cli.budgets;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetUnit;
import java.time.Instant;
import java.util.List;

/** What was spent of allowances, as tables and JSON. Of one whose period is over, nothing is spent of the next yet. */
final class StateForms {
    private StateForms() {}

    static String table(List<BudgetState> states, Instant now) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                states.stream().map(state -> state.at(now)).toList(),
                List.of(
                        left("id").with(state -> state.allowance().id()),
                        left("of").maxWidth(60).with(state -> of(state.allowance())),
                        left("period")
                                .with(state ->
                                        BudgetText.period(state.allowance().period())),
                        right("spent").with(state -> BudgetText.amount(state.spent())),
                        right("limit")
                                .with(state ->
                                        BudgetText.amount(state.allowance().limit())),
                        right("used").with(state -> BudgetText.percent(state.ratio())),
                        left("resets").with(state -> resets(state.allowance())),
                        left("action").with(state -> state.allowance().action().wireName())));
    }

    static ArrayNode json(List<BudgetState> states, Instant now) {
        ArrayNode array = Output.object().arrayNode();
        for (BudgetState latest : states) {
            BudgetState state = latest.at(now);
            Allowance allowance = state.allowance();
            ObjectNode node = array.addObject();
            node.put("id", allowance.id());
            node.put("name", allowance.name());
            ObjectNode scope = node.putObject("scope");
            allowance.scope().forEach((dimension, value) -> scope.put(dimension.wireName(), value));
            ArrayNode each = node.putArray("each");
            allowance.each().stream().sorted().forEach(dimension -> each.add(dimension.wireName()));
            ObjectNode values = node.putObject("values");
            allowance.values().forEach((dimension, value) -> values.put(dimension.wireName(), value));
            node.put("period", allowance.period().type().wireName());
            node.put("timezone", allowance.period().zoneName());
            node.put("unit", allowance.limit().unit().wireName());
            node.put("limit", plain(allowance.limit()));
            node.put("spent", plain(state.spent()));
            node.put("ratio", state.ratio().toPlainString());
            node.put("resets", resets(allowance));
            node.put("action", allowance.action().wireName());
        }
        return array;
    }

    private static String of(Allowance allowance) {
        if (allowance.isTemplate()) {
            return BudgetText.scope(allowance.scope(), allowance.each());
        }
        return allowance.values().isEmpty()
                ? BudgetText.scope(allowance.scope(), allowance.each())
                : BudgetText.values(allowance.values());
    }

    private static String resets(Allowance allowance) {
        return allowance.window().isAlways()
                ? "never"
                : allowance.window().end().toString();
    }

    private static String plain(BudgetAmount amount) {
        return amount.unit() == BudgetUnit.USD
                ? amount.value().stripTrailingZeros().toPlainString()
                : amount.value().toPlainString();
    }
}
