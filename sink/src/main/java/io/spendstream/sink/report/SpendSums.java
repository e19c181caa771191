package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What some ledger lines add up to.
 *
 * @param calls how many calls
 * @param unpricedCalls how many of them have no known cost, and so are missing from the cost
 * @param promptTokens input tokens, of all classes
 * @param completionTokens output tokens, of all classes
 * @param cacheReadTokens those of the input tokens that were read from a provider's cache
 * @param cacheWriteTokens those of the input tokens that were written to a provider's cache
 * @param reasoningTokens those of the output tokens that were spent on reasoning
 * @param costExact what is known of the cost, in US dollars, not rounded
 */
public record SpendSums(
        long calls,
        long unpricedCalls,
        long promptTokens,
        long completionTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        BigDecimal costExact) {
    /** The sums of columns named as those of {@code token_usage_rollup}. */
    public static final String OF_ROLLUP = """
            coalesce(sum(calls), 0)::bigint AS calls, coalesce(sum(unpriced_calls), 0)::bigint AS unpriced_calls,
            coalesce(sum(prompt_tokens), 0)::bigint AS prompt_tokens,
            coalesce(sum(completion_tokens), 0)::bigint AS completion_tokens,
            coalesce(sum(cache_read_tokens), 0)::bigint AS cache_read_tokens,
            coalesce(sum(cache_write_tokens), 0)::bigint AS cache_write_tokens,
            coalesce(sum(reasoning_tokens), 0)::bigint AS reasoning_tokens,
            coalesce(sum(cost_exact), 0)::numeric(38, 14) AS cost_exact
            """;

    /** The columns themselves. */
    public static final String COLUMNS = "calls, unpriced_calls, prompt_tokens, completion_tokens, cache_read_tokens,"
            + " cache_write_tokens, reasoning_tokens, cost_exact";

    /** The columns times {@code sign}, by which sums are added or taken back. */
    static final String SIGNED = """
            sign * calls AS calls, sign * unpriced_calls AS unpriced_calls, sign * prompt_tokens AS prompt_tokens,
            sign * completion_tokens AS completion_tokens, sign * cache_read_tokens AS cache_read_tokens,
            sign * cache_write_tokens AS cache_write_tokens, sign * reasoning_tokens AS reasoning_tokens,
            sign * cost_exact AS cost_exact
            """;

    /** Whether anything is left of the columns once they are summed. */
    static final String IS_LEFT = """
            (sum(calls), sum(unpriced_calls), sum(prompt_tokens), sum(completion_tokens), sum(cache_read_tokens),
                sum(cache_write_tokens), sum(reasoning_tokens), sum(cost_exact)) <> (0, 0, 0, 0, 0, 0, 0, 0)
            """;

    /** What nothing adds up to: a claim, not the absence of one. */
    public static final SpendSums ZERO = new SpendSums(0, 0, 0, 0, 0, 0, 0, Money.ZERO.toBigDecimal());

    /** The columns of {@code token_usage_rollup}, of single rows of {@code token_usage}. */
    public static final String OF_ROW = """
            (entry = 0)::int AS calls, unpriced_calls, coalesce(prompt_tokens, 0) AS prompt_tokens,
            coalesce(completion_tokens, 0) AS completion_tokens,
            coalesce(cache_read_tokens, 0) + coalesce(cache_read_audio_tokens, 0) AS cache_read_tokens,
            coalesce(cache_write_5m_tokens, 0) + coalesce(cache_write_1h_tokens, 0) AS cache_write_tokens,
            coalesce(reasoning_tokens, 0) AS reasoning_tokens, coalesce(cost_exact, 0) AS cost_exact
            """;

    /** The same columns, of {@code token_usage_counter}: what was charged less what was credited. */
    public static final String OF_COUNTER = """
            requests AS calls, unpriced_calls - unpriced_calls_credited AS unpriced_calls,
            input_tokens - input_tokens_credited AS prompt_tokens,
            output_tokens - output_tokens_credited AS completion_tokens,
            cache_read_tokens - cache_read_tokens_credited AS cache_read_tokens,
            cache_write_tokens - cache_write_tokens_credited AS cache_write_tokens,
            reasoning_tokens - reasoning_tokens_credited AS reasoning_tokens,
            cost_charged - cost_credited AS cost_exact
            """;

    public SpendSums {
        requireNonNull(costExact, "costExact");
    }

    /** Returns what the lines of this one and of {@code other} add up to. */
    public SpendSums plus(SpendSums other) {
        return new SpendSums(
                Math.addExact(calls, other.calls),
                Math.addExact(unpricedCalls, other.unpricedCalls),
                Math.addExact(promptTokens, other.promptTokens),
                Math.addExact(completionTokens, other.completionTokens),
                Math.addExact(cacheReadTokens, other.cacheReadTokens),
                Math.addExact(cacheWriteTokens, other.cacheWriteTokens),
                Math.addExact(reasoningTokens, other.reasoningTokens),
                costExact.add(other.costExact));
    }

    /** Returns the cost, or empty if there were calls and the cost of none of them is known. */
    public Optional<BigDecimal> knownCost() {
        return calls > 0 && unpricedCalls >= calls ? Optional.empty() : Optional.of(costExact);
    }

    /** Returns how many of the sums differ from those of {@code other}. */
    public int differencesTo(SpendSums other) {
        boolean[] differs = {
            calls != other.calls,
            unpricedCalls != other.unpricedCalls,
            promptTokens != other.promptTokens,
            completionTokens != other.completionTokens,
            cacheReadTokens != other.cacheReadTokens,
            cacheWriteTokens != other.cacheWriteTokens,
            reasoningTokens != other.reasoningTokens,
            costExact.compareTo(other.costExact) != 0
        };
        int differences = 0;
        for (boolean each : differs) {
            differences += each ? 1 : 0;
        }
        return differences;
    }

    /** Reads the columns of {@link #OF_ROLLUP}. */
    public static SpendSums read(ResultSet row) throws SQLException {
        @Nullable BigDecimal cost = row.getBigDecimal("cost_exact");
        return new SpendSums(
                row.getLong("calls"),
                row.getLong("unpriced_calls"),
                row.getLong("prompt_tokens"),
                row.getLong("completion_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_tokens"),
                row.getLong("reasoning_tokens"),
                requireNonNull(cost));
    }
}
