package io.spendstream.stream.pricing;

import io.spendstream.contract.UsageClass;
import io.spendstream.yaml.Section;

/**
 * Looks for prices that are possible but most likely a slip, such as a price per thousand tokens where one per million
 * belongs. What it finds are warnings: a negotiated price may be odd.
 */
final class Sanity {
    // in 1e-14 USD per token, which is USD per million times 1e8
    private static final long PER_MILLION = 100_000_000L;
    private static final long MIN = PER_MILLION / 1_000;
    private static final long INPUT_MAX = 200 * PER_MILLION;
    private static final long OUTPUT_MAX = 1_000 * PER_MILLION;
    private static final long RATIO_MAX = 20;
    private static final long JUMP_MAX = 10;

    private Sanity() {}

    /** Checks the token prices of {@code card}, which stand in {@code section}. */
    static void check(Section section, RateCard card) {
        long input = card.unitPrice(UsageClass.INPUT);
        checkRange(section, "input", input, INPUT_MAX);
        checkRange(section, "output", card.unitPrice(UsageClass.OUTPUT), OUTPUT_MAX);
        if (input <= 0) {
            return;
        }
        long output = card.unitPrice(UsageClass.OUTPUT);
        if (output > 0 && output < input) {
            warn(section, "output is below input, but writing costs more than reading");
        }
        long read = card.unitPrice(UsageClass.CACHE_READ);
        long write5m = card.unitPrice(UsageClass.CACHE_WRITE_5M);
        long write1h = card.unitPrice(UsageClass.CACHE_WRITE_1H);
        if (read > input) {
            warn(section, "cache_read is above input, but reading a cache is what saves money");
        }
        if (write5m >= 0 && write1h >= 0 && write1h < write5m) {
            warn(section, "cache_write_1h is below cache_write_5m, but the longer lifetime costs more");
        }
        if (write1h >= 0 && write1h != 2 * input) {
            warn(section, "cache_write_1h is not twice input, as it is everywhere it is sold");
        }
    }

    /** Checks prices of one tier against those of the standard tier. */
    static void checkTier(Section section, String tier, RateCard standard, RateCard other) {
        for (UsageClass usageClass : UsageClass.all()) {
            long price = other.unitPrice(usageClass);
            long usual = standard.unitPrice(usageClass);
            boolean isOdd = ServiceTier.PRIORITY.equals(tier) ? price < usual : price > usual;
            boolean isComparable = price >= 0 && usual >= 0;
            boolean isKnownTier = ServiceTier.PRIORITY.equals(tier)
                    || ServiceTier.BATCH.equals(tier)
                    || ServiceTier.FLEX.equals(tier);
            if (isKnownTier && isComparable && isOdd) {
                warn(section, usageClass.wireName() + " looks swapped with the standard tier's price");
            }
        }
    }

    /** Checks the prices of long prompts against those of others. */
    static void checkBracket(Section section, RateCard base, RateCard longer) {
        for (UsageClass usageClass : UsageClass.all()) {
            long price = longer.unitPrice(usageClass);
            if (price >= 0 && price < base.unitPrice(usageClass)) {
                warn(section, usageClass.wireName() + " is below the price of shorter prompts");
            }
        }
    }

    /** Checks the prices of an entry against those of the entry {@code id}, which were in force before. */
    static void checkJump(Section section, String id, RateCard before, RateCard after) {
        for (UsageClass usageClass : UsageClass.all()) {
            long price = after.unitPrice(usageClass);
            long earlier = before.unitPrice(usageClass);
            if (price > 0 && earlier > 0 && (price > JUMP_MAX * earlier || earlier > JUMP_MAX * price)) {
                String message = "%s is %d times off that of %s, which was in force before";
                warn(section, message.formatted(usageClass.wireName(), Math.max(price / earlier, earlier / price), id));
            }
        }
    }

    /** Checks the prices of an entry against those the bundled book has for the same model. */
    static void checkAgainst(Section section, RateCard bundled, RateCard own) {
        for (UsageClass usageClass : UsageClass.all()) {
            long price = own.unitPrice(usageClass);
            long usual = bundled.unitPrice(usageClass);
            if (price > 0 && usual > 0 && (price / RATIO_MAX >= usual || usual / RATIO_MAX >= price)) {
                warn(
                        section,
                        "%s is %d times off the bundled book's price; prices are USD per million tokens"
                                .formatted(usageClass.wireName(), Math.max(price / usual, usual / price)));
            }
        }
    }

    private static void checkRange(Section section, String field, long price, long max) {
        if (price > 0 && (price < MIN || price > max)) {
            warn(section, field + " is unusual; prices are USD per million tokens");
        }
    }

    private static void warn(Section section, String message) {
        section.warn(section.has(PriceReader.TOKEN_PRICES) ? PriceReader.TOKEN_PRICES : "", message);
    }
}
