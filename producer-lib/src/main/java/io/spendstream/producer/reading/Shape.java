package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which one API's responses are read: where what stands, how the events of a stream fold into one call,
 * which event is the last, and what the numbers mean. Immutable and thread-safe: what is known of a call lives in the
 * {@link Sighting} that is passed in.
 */
abstract class Shape {
    /** The decimals of a cost tick: 1 US dollar is 10<sup>10</sup> of them. */
    private static final int TICK_DECIMALS = 10;

    /** Where a gateway in front of the provider says, inside the usage, what it charges. */
    static final String GATEWAY_COST = "pydantic_ai_gateway.cost_estimate";

    private final Paths paths;
    private final Convention convention;

    Shape(Paths paths, Convention convention) {
        this.paths = paths;
        this.convention = convention;
    }

    final Paths paths() {
        return paths;
    }

    /** Returns the rules for {@code request}: some APIs pass on what different vendors answer. */
    Shape forRequest(ReadRequest request) {
        return this;
    }

    /** Takes one {@code element} of a series into the document {@code event} it stands in. */
    void element(Series series, Sighting element, Sighting event) {}

    /**
     * Folds an event of a stream, or the whole of a body, into what is known of the {@code call}. Unless an API says
     * otherwise the id and the model are the first that are not empty, and usage is the last that was reported.
     */
    void fold(Sighting call, Sighting event) {
        foldTexts(call, event);
        if (event.hasCounts() || (event.hasUsageObject() && isEmptyUsageZero())) {
            call.replaceCounts(event);
            call.markUsageObject();
        }
        if (isLast(call, event)) {
            call.markEnded();
        }
    }

    /** Folds what is said in words, each the first or the last time it is said. */
    static void foldTexts(Sighting call, Sighting event) {
        call.keepFirst(Text.ID, event);
        call.keepFirst(Text.MODEL, event);
        call.takeLast(Text.TIER, event);
        call.takeLast(Text.COST, event);
        call.takeLast(Text.FINISH, event);
    }

    /** Returns whether nothing more is billed after {@code event}, which is folded into {@code call} already. */
    abstract boolean isLast(Sighting call, Sighting event);

    /** Takes the marker that ends some streams outside JSON, {@code [DONE]}. */
    void done(Sighting call) {
        call.markEnded();
    }

    /** Returns whether usage without any count means that nothing was consumed. */
    boolean isEmptyUsageZero() {
        return false;
    }

    /** Returns whether the provider reported usage for {@code call}. */
    boolean hasUsage(Sighting call, ReadRequest request) {
        return call.hasCounts() || (call.hasUsageObject() && isEmptyUsageZero());
    }

    /** Returns whether a count that belongs into the finished {@code call} is absent. */
    boolean isPartial(Sighting call) {
        return false;
    }

    /** Returns whether calls of this API are billed. */
    boolean isBillable() {
        return true;
    }

    /** Returns the id of the response, or null if it has none. */
    @Nullable
    String responseId(Sighting call, ReadRequest request) {
        return call.text(Text.ID);
    }

    /** Returns what the models of {@code call} consumed, the main one first. */
    List<UsageLine> lines(Sighting call, Draft draft) {
        UsageCounts usage = counts(call, draft);
        if (call.has(Count.TOTAL)) {
            checkTotal(call, usage, draft);
        }
        return List.of(draft.line(call.text(Text.MODEL), tier(call, draft.request()), usage));
    }

    /** Returns the disjoint counts of what {@code reported} says. */
    UsageCounts counts(Sighting reported, Draft draft) {
        return convention.disjoint(reported, draft);
    }

    /** Flags counts that do not add up to the reported total. */
    void checkTotal(Sighting call, UsageCounts usage, Draft draft) {
        draft.checkTotal(usage, call.get(Count.TOTAL));
    }

    /** Returns the tier served, as the provider spells it. */
    @Nullable
    String tier(Sighting call, ReadRequest request) {
        return call.text(Text.TIER);
    }

    /** Returns what the provider says the call cost, in US dollars. */
    @Nullable
    BigDecimal cost(Sighting call) {
        if (call.has(Count.COST_TICKS)) {
            return BigDecimal.valueOf(call.get(Count.COST_TICKS), TICK_DECIMALS);
        }
        String text = call.text(Text.COST);
        return text == null ? null : new BigDecimal(text);
    }
}
