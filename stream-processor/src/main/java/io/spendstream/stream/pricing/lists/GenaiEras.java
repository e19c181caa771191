package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code prices} of a model of genai-prices: one object, or several with conditions, of which the last that
 * holds counts. So a price of certain hours that stands behind the dated ones holds on every date.
 */
final class GenaiEras {
    private static final int MINUTES_LENGTH = "01:00".length();

    private final List<Dated> dated = new ArrayList<>();
    private final TreeMap<Integer, JsonNode> timed = new TreeMap<>();

    private GenaiEras() {}

    private record Dated(@Nullable LocalDate from, int index, JsonNode prices) {}

    /**
     * Prices between two days.
     *
     * @param from the first day; null if always
     * @param to the day after the last; null if for good
     * @param rates the prices
     * @param windows hours with prices of their own
     * @param perThousand USD per thousand units
     */
    record Era(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            ListedRates rates,
            List<ListedPrice.Window> windows,
            Map<UsageClass, BigDecimal> perThousand) {}

    /**
     * Returns the prices in {@code prices}, by time. Names of prices that are left out are added to {@code leftOut}.
     *
     * @throws DoubtfulPriceException if one of them is not to be trusted or cannot be said in a book
     */
    static List<Era> of(JsonNode prices, List<String> leftOut) throws DoubtfulPriceException {
        var eras = new GenaiEras();
        if (!prices.isArray()) {
            eras.dated.add(new Dated(null, 0, prices));
        }
        for (int i = 0; prices.isArray() && i < prices.size(); i++) {
            eras.add(i, prices.get(i));
        }
        return eras.build(leftOut);
    }

    private void add(int index, JsonNode item) throws DoubtfulPriceException {
        JsonNode constraint = item.path("constraint");
        if (constraint.has("start_time")) {
            timed.put(index, item);
            return;
        }
        LocalDate from = index == 0 ? null : date(constraint.path("start_date").asText());
        LocalDate last = dated.isEmpty() ? null : dated.get(dated.size() - 1).from();
        if (last != null && from != null && !from.isAfter(last)) {
            throw new DoubtfulPriceException("its dated prices are not in the order of time");
        }
        dated.add(new Dated(from, index, item.path("prices")));
    }

    private List<Era> build(List<String> leftOut) throws DoubtfulPriceException {
        List<Era> eras = new ArrayList<>();
        for (int i = 0; i < dated.size(); i++) {
            Dated era = dated.get(i);
            LocalDate to = i + 1 < dated.size() ? dated.get(i + 1).from() : null;
            ListedRates rates = GenaiRates.of(era.prices(), leftOut);
            List<ListedPrice.Window> windows = new ArrayList<>();
            for (JsonNode item : timed.tailMap(era.index()).values()) {
                windows.add(window(item, leftOut));
            }
            Map<UsageClass, BigDecimal> perThousand = perThousand(era.prices());
            checkIsPriced(rates, perThousand);
            eras.add(new Era(era.from(), to, rates, windows, perThousand));
        }
        return eras;
    }

    private static ListedPrice.Window window(JsonNode item, List<String> leftOut) throws DoubtfulPriceException {
        JsonNode constraint = item.path("constraint");
        return new ListedPrice.Window(
                time(constraint.path("start_time").asText()),
                time(constraint.path("end_time").asText()),
                GenaiRates.of(item.path("prices"), leftOut));
    }

    private static Map<UsageClass, BigDecimal> perThousand(JsonNode prices) throws DoubtfulPriceException {
        JsonNode searches = prices.path(GenaiRates.WEB_SEARCHES);
        return searches.isMissingNode()
                ? Map.of()
                : Map.of(UsageClass.WEB_SEARCH, ListedNumber.of(GenaiRates.WEB_SEARCHES, searches, 0));
    }

    private static void checkIsPriced(ListedRates rates, Map<UsageClass, BigDecimal> perThousand)
            throws DoubtfulPriceException {
        if (rates.perMillion().isEmpty() && perThousand.isEmpty()) {
            throw new DoubtfulPriceException("the list gives it no price");
        }
    }

    private static LocalDate date(String text) throws DoubtfulPriceException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new DoubtfulPriceException("a condition is not one this reads: start_date '" + text + "'");
        }
    }

    private static String time(String text) throws DoubtfulPriceException {
        boolean isMinute = text.matches("\\d\\d:\\d\\d(:00)?Z?");
        if (!isMinute) {
            throw new DoubtfulPriceException("a condition is not one this reads: time '" + text + "'");
        }
        return text.substring(0, MINUTES_LENGTH);
    }
}
