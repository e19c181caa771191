package io.spendstream.stream.pricing;

import io.spendstream.contract.UsageClass;
import io.spendstream.yaml.Section;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the prices of one tier: {@code usd_per_million_tokens}, {@code long_context} and {@code windows}. Prices of
 * units that are not tokens are the entry's: they hold in every tier, at every hour and for every length of prompt.
 */
final class TariffReader {
    private static final String LONG_CONTEXT = "long_context";
    private static final String NONE = "none";

    private final Map<UsageClass, Long> unitPrices;

    TariffReader(Map<UsageClass, Long> unitPrices) {
        this.unitPrices = unitPrices;
    }

    /** Returns the tariff in {@code section}, which may have further fields. */
    Tariff read(Section section) {
        Rates base = rates(section, "");
        List<Tariff.TimedRates> windows = new ArrayList<>();
        for (Section window : section.sections("windows")) {
            timedRates(window, base).ifPresent(windows::add);
            window.end();
        }
        checkWindows(section, windows);
        return new Tariff(base, windows);
    }

    /** Notes if {@code section} says nothing of long prompts although {@code standard} prices them differently. */
    static void checkLongContext(Section section, Rates standard) {
        if (!standard.brackets().isEmpty() && !section.has(LONG_CONTEXT)) {
            section.error(
                    "",
                    "needs the field long_context, because the base prices have one: its prices,"
                            + " prices left empty if they are not known, or 'none' if long prompts cost the same");
        }
    }

    private Rates rates(Section section, String label) {
        Map<UsageClass, Long> prices = PriceReader.tokenPrices(section);
        RateCard base = card(label.isEmpty() ? RateCard.BASE : label, prices);
        Sanity.check(section, base);
        List<Rates.Bracket> brackets = new ArrayList<>();
        if (section.isScalar(LONG_CONTEXT)) {
            if (!NONE.equals(section.text(LONG_CONTEXT))) {
                section.error(LONG_CONTEXT, "must be an object, a list of objects or 'none'");
            }
            return new Rates(base, brackets);
        }
        long previous = 0;
        for (Section object : section.oneOrMoreSections(LONG_CONTEXT)) {
            Rates.Bracket bracket = bracket(object, label, base);
            if (bracket.minPromptTokens() <= previous) {
                object.error("threshold", "must rise from one bracket to the next, and be above 0");
            }
            previous = bracket.minPromptTokens();
            brackets.add(bracket);
        }
        return new Rates(base, brackets);
    }

    private Rates.Bracket bracket(Section object, String label, RateCard base) {
        Long threshold = object.parsed("threshold", Long::valueOf, "a whole number of tokens");
        Boolean isInclusive = object.parsed("inclusive", TariffReader::parseBoolean, "true or false");
        if (threshold == null || isInclusive == null || !object.has(PriceReader.TOKEN_PRICES)) {
            object.error("", "needs the fields threshold, inclusive and usd_per_million_tokens");
        }
        long tokens = threshold == null ? 0 : threshold;
        boolean starts = isInclusive != null && isInclusive;
        String rule = "long_context %s %d".formatted(starts ? ">=" : ">", tokens);
        RateCard card = card(label.isEmpty() ? rule : label + ", " + rule, PriceReader.tokenPrices(object));
        object.end();
        Sanity.checkBracket(object, base, card);
        return new Rates.Bracket(starts ? tokens : tokens + 1, card);
    }

    private Optional<Tariff.TimedRates> timedRates(Section object, Rates base) {
        String name = object.requiredText("name");
        ZoneId zone = object.parsed("zone", ZoneId::of, "a time zone such as UTC or Asia/Shanghai");
        LocalTime from = object.parsed("from", TariffReader::parseTime, "a time such as \"16:30\", in quotes");
        LocalTime to = object.parsed("to", TariffReader::parseTime, "a time such as \"16:30\", in quotes");
        Set<DayOfWeek> weekdays = weekdays(object);
        Rates rates = rates(object, "window " + name);
        checkLongContext(object, base);
        if (name == null || zone == null || from == null || to == null) {
            object.error("", "needs the fields name, zone, from and to");
            return Optional.empty();
        }
        return Optional.of(new Tariff.TimedRates(new WeeklyWindow(zone, weekdays, from, to), rates));
    }

    private RateCard card(String rule, Map<UsageClass, Long> tokenPrices) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        prices.putAll(unitPrices);
        prices.putAll(tokenPrices);
        return new RateCard(rule, prices);
    }

    private static Set<DayOfWeek> weekdays(Section object) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : object.texts("weekdays")) {
            DayOfWeek day = day(text);
            if (day == null) {
                object.error("weekdays", "must be of mon, tue, wed, thu, fri, sat, sun: '" + text + "'");
            } else {
                days.add(day);
            }
        }
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }

    private static @Nullable DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(text)) {
                return day;
            }
        }
        return null;
    }

    private static void checkWindows(Section section, List<Tariff.TimedRates> windows) {
        for (int i = 0; i < windows.size(); i++) {
            WeeklyWindow window = windows.get(i).window();
            if (!window.zone().equals(windows.get(0).window().zone())) {
                section.error("windows", "must all be in one zone");
            }
            for (int j = 0; j < i; j++) {
                if (window.overlaps(windows.get(j).window())) {
                    section.error("windows", "must not overlap: number %d and number %d do".formatted(j + 1, i + 1));
                }
            }
        }
    }

    private static LocalTime parseTime(String text) {
        return LocalTime.parse("24:00".equals(text) ? "00:00" : text);
    }

    private static Boolean parseBoolean(String text) {
        if (!"true".equals(text) && !"false".equals(text)) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }
}
