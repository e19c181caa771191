package io.spendstream.cli.prices;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.stream.pricing.PriceOrigin;
import io.spendstream.stream.pricing.Quote;
import io.spendstream.stream.pricing.QuoteLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A quote as people and programs read it. */
public final class Receipt {
    private Receipt() {}

    /** Prints {@code quote} as a receipt: what was billed, at which price, by which entry. */
    public static void print(PrintWriter out, ModelCall call, Instant time, Quote quote) {
        out.println("%s %s at %s".formatted(Output.printable(call.provider()), Output.printable(call.model()), time));
        @Nullable Money cost = quote.pricing().cost();
        if (cost == null) {
            out.println("cost unknown (%s): %s"
                    .formatted(quote.pricing().status().wireName(), Output.printable(String.valueOf(quote.reason()))));
        } else {
            out.println(table(quote.lines()));
            out.println("cost %s USD exactly, %s in the ledger's cost column (%s)"
                    .formatted(
                            cost,
                            cost.rounded(6).toPlainString(),
                            quote.pricing().status().wireName()));
        }
        @Nullable PriceOrigin origin = quote.origin();
        if (origin != null) {
            out.println("price %s, matched by %s, tier %s%s"
                    .formatted(
                            origin.priceId(),
                            quote.pricing().match(),
                            quote.tier(),
                            quote.rule() == null ? "" : ", rule " + quote.rule()));
            if (origin.terms() != null) {
                out.println("own price: " + Output.printable(origin.terms()));
            }
            out.println("in force %s to %s; from %s, checked %s"
                    .formatted(
                            origin.effectiveFrom() == null ? "always" : origin.effectiveFrom(),
                            origin.effectiveTo() == null ? "now" : origin.effectiveTo(),
                            origin.source(),
                            origin.checked()));
        }
        out.println("book %s".formatted(quote.pricing().bookVersion()));
    }

    private static String table(List<QuoteLine> lines) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                lines,
                List.of(
                        left("class").with(line -> line.usageClass().wireName()),
                        right("count").with(line -> String.valueOf(line.count())),
                        right("USD").with(line -> line.unitPrice().toPlainString()),
                        left("per").with(line -> line.usageClass().isTokens() ? "million" : "unit"),
                        right("amount USD").with(line -> line.amount().toString())));
    }

    /** Returns {@code line} as JSON. */
    static ObjectNode lineJson(QuoteLine line) {
        ObjectNode node = Output.object();
        node.put("class", line.usageClass().wireName());
        node.put("count", line.count());
        node.put(
                line.usageClass().isTokens() ? "usd_per_million_tokens" : "usd_per_unit",
                line.unitPrice().toPlainString());
        node.put("amount", line.amount().toString());
        return node;
    }

    /** Returns {@code origin} as JSON. */
    static ObjectNode originJson(PriceOrigin origin) {
        ObjectNode node = Output.object();
        node.put("price_id", origin.priceId());
        node.put("provider", origin.provider());
        node.put("model", origin.model());
        node.put(
                "effective_from",
                origin.effectiveFrom() == null ? null : origin.effectiveFrom().toString());
        node.put(
                "effective_to",
                origin.effectiveTo() == null ? null : origin.effectiveTo().toString());
        node.put("terms", origin.terms());
        node.put("source", origin.source());
        node.put("checked", origin.checked().toString());
        return node;
    }
}
