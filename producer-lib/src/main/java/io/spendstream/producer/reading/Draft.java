package io.spendstream.producer.reading;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageCounts;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link ReadUsage} in the making: what an API's rules flag while they put its lines together. Not thread-safe. */
final class Draft {
    private final ReadableApi api;
    private final ReadRequest request;
    private final EnumSet<ReadFlag> flags = EnumSet.noneOf(ReadFlag.class);

    Draft(ReadableApi api, ReadRequest request) {
        this.api = api;
        this.request = request;
    }

    ReadRequest request() {
        return request;
    }

    Set<ReadFlag> flags() {
        return flags;
    }

    boolean has(ReadFlag flag) {
        return flags.contains(flag);
    }

    void flag(ReadFlag flag) {
        flags.add(flag);
    }

    /** Returns {@code part}, cut to {@code whole} and flagged if it is larger. */
    long atMost(long whole, long part) {
        if (part <= whole) {
            return part;
        }
        flag(ReadFlag.CLAMPED);
        return whole;
    }

    /** Returns the line of {@code model}, or of the model asked for if that is null, served in {@code tier}. */
    UsageLine line(@Nullable String model, @Nullable String tier, UsageCounts usage) {
        return new UsageLine(call(model, tier), usage);
    }

    /** Flags counts whose sum is not the {@code total} that was reported. */
    void checkTotal(UsageCounts usage, long total) {
        if (!has(ReadFlag.OVERLAP) && usage.promptTokens() + usage.completionTokens() != total) {
            flag(ReadFlag.TOTAL_MISMATCH);
        }
    }

    private ModelCall call(@Nullable String model, @Nullable String tier) {
        String asked = emptyToNull(request.requestModel());
        String answered = emptyToNull(model);
        String known = answered == null ? asked : answered;
        String name = known == null ? ReadUsage.UNKNOWN_MODEL : known;
        String other = name.equals(asked) ? null : asked;
        try {
            return new ModelCall(api.provider(), name, other, api.api(), ServiceTier.canonical(tier));
        } catch (RejectedException e) {
            flag(ReadFlag.MALFORMED);
            return new ModelCall(api.provider(), ReadUsage.UNKNOWN_MODEL, null, api.api(), null);
        }
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
