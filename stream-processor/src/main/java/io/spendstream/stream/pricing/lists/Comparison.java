package io.spendstream.stream.pricing.lists;

import io.spendstream.contract.UsageClass;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceSpan;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds a listed price against the book in force. What the list does not say is no difference. */
final class Comparison {
    private static final BigDecimal RATIO_MAX = new BigDecimal("20");
    private static final Pattern HOURS = Pattern.compile("\\d\\d:\\d\\d-\\d\\d:\\d\\d");

    private static final Pattern LONG_PROMPTS = Pattern.compile("^from \\d+ tokens ");

    private Comparison() {}

    /** Returns why {@code price} should not be taken, or null. */
    static @Nullable String doubt(ListedPrice price, PriceBook current, Instant since) {
        for (String name : price.names()) {
            PriceSpan span = spanAt(current, price.provider(), name, since);
            if (span == null || !isInForce(price, since)) {
                continue;
            }
            String odd = farOff(price, span);
            if (odd != null) {
                return "%s, the price of '%s' in force; a wrong unit?".formatted(odd, name);
            }
            if (price.windows().isEmpty() && says(span, HOURS)) {
                return "'%s' has hours with prices of their own in the book, of which the list says nothing"
                        .formatted(name);
            }
            boolean isFlat = price.rates().longPrompts().isEmpty();
            if (isFlat && says(span, LONG_PROMPTS) && isChanged(price, name, current, since)) {
                return "long prompts of '%s' have prices of their own in the book, of which the list says nothing"
                        .formatted(name);
            }
        }
        return null;
    }

    private static boolean says(PriceSpan span, Pattern words) {
        return span.rates().keySet().stream().anyMatch(key -> words.matcher(key).find());
    }

    /** Returns whether {@code name} costs something else by {@code price} than by {@code current}, from a time on. */
    static boolean isChanged(ListedPrice price, String name, PriceBook current, Instant since) {
        TreeSet<Instant> times = new TreeSet<>(List.of(since));
        if (price.from() != null) {
            times.add(start(price.from()));
        }
        for (PriceSpan span : current.history(price.provider(), name)) {
            times.add(span.from());
            times.add(span.to());
        }
        Map<String, BigDecimal> listed = rates(price);
        for (Instant at : times.tailSet(since)) {
            if (at.equals(Instant.MAX) || !isInForce(price, at)) {
                continue;
            }
            PriceSpan span = spanAt(current, price.provider(), name, at);
            if (span == null || isOther(listed, span.rates())) {
                return !current.history(price.provider(), name).isEmpty();
            }
        }
        return false;
    }

    private static boolean isOther(Map<String, BigDecimal> listed, Map<String, BigDecimal> inForce) {
        for (Map.Entry<String, BigDecimal> rate : listed.entrySet()) {
            BigDecimal price = inForce.get(rate.getKey());
            if (price == null && rate.getKey().endsWith(UsageClass.REASONING.wireName())) {
                price = inForce.get(asOutput(rate.getKey())); // what it costs where it has no price of its own
            }
            boolean isFilled = rate.getKey().endsWith(UsageClass.INPUT_IMAGE.wireName())
                    || rate.getKey().endsWith(UsageClass.INPUT_VIDEO.wireName());
            if (price == null ? !isFilled : price.compareTo(rate.getValue()) != 0) {
                return true;
            }
        }
        return false;
    }

    private static String asOutput(String key) {
        int start = key.length() - UsageClass.REASONING.wireName().length();
        return key.substring(0, start) + UsageClass.OUTPUT.wireName();
    }

    private static @Nullable String farOff(ListedPrice price, PriceSpan span) {
        for (UsageClass usageClass : UsageClass.all()) {
            BigDecimal usual = span.rates().get(usageClass.wireName());
            BigDecimal listed = price.rates().perMillion().get(usageClass);
            if (usual == null || listed == null || usual.signum() == 0 || listed.signum() == 0) {
                continue;
            }
            boolean isFarOff =
                    listed.compareTo(usual.multiply(RATIO_MAX)) > 0 || usual.compareTo(listed.multiply(RATIO_MAX)) > 0;
            if (isFarOff) {
                return "%s of %s is more than %s times off %s"
                        .formatted(
                                usageClass.wireName(),
                                listed.toPlainString(),
                                RATIO_MAX.toPlainString(),
                                usual.toPlainString());
            }
        }
        return null;
    }

    /** Returns the prices by the same words as {@link PriceSpan#rates()}. */
    private static Map<String, BigDecimal> rates(ListedPrice price) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        add("", price.rates(), rates);
        for (ListedPrice.Window window : price.windows()) {
            add("%s-%s UTC ".formatted(window.from(), window.to()), window.rates(), rates);
        }
        price.tiers().forEach((tier, tierRates) -> add(tier + " ", tierRates, rates));
        price.perThousand().forEach((unit, thousand) -> rates.put(unit.wireName(), thousand.movePointLeft(3)));
        return rates;
    }

    private static void add(String words, ListedRates listed, Map<String, BigDecimal> rates) {
        listed.perMillion().forEach((usageClass, price) -> rates.put(words + usageClass.wireName(), price));
        for (ListedRates.LongPrompt bracket : listed.longPrompts()) {
            long min = bracket.isInclusive() ? bracket.threshold() : bracket.threshold() + 1;
            bracket.perMillion()
                    .forEach((usageClass, price) ->
                            rates.put("%sfrom %d tokens %s".formatted(words, min, usageClass.wireName()), price));
        }
    }

    private static @Nullable PriceSpan spanAt(PriceBook book, String provider, String name, Instant at) {
        for (PriceSpan span : book.history(provider, name)) {
            if (span.isForEveryone() && span.covers(at)) {
                return span;
            }
        }
        return null;
    }

    private static boolean isInForce(ListedPrice price, Instant at) {
        boolean hasBegun = price.from() == null || !at.isBefore(start(price.from()));
        return hasBegun && (price.to() == null || at.isBefore(start(price.to())));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
