package io.spendstream.stream.pricing;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a price comes from: the price book entry, when it is in force, and the page it was read from.
 *
 * @param priceId the entry's id
 * @param provider the platform that bills the call
 * @param model the book's own name of the model
 * @param effectiveFrom when the price came into force; null if it always was
 * @param effectiveTo when it went out of force, exclusive; null if it still is
 * @param terms whose price it is and what it is a discount off, for people; null if it is what everybody pays
 * @param source the address of the page that states it
 * @param checked the day the page was last compared with the entry
 */
public record PriceOrigin(
        String priceId,
        String provider,
        String model,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveTo,
        @Nullable String terms,
        String source,
        LocalDate checked) {}
