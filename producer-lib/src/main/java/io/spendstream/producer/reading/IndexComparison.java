package io.spendstream.producer.reading;

import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.producer.reading.UsageIndexCheck.Difference;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares one reading with its row of the index. Made for one comparison. */
final class IndexComparison {
    /** Beyond this a stated cost is the noise of a binary fraction. */
    private static final int COST_DECIMALS = 12;

    private static final Pattern EXTRA_LINE = Pattern.compile("([^;|\\s]+?):in=(\\d+),out=(\\d+)");
    private static final Set<String> COUNTED = Set.of("REPORTED", "PARTIAL", "PROVISIONAL", "CANCELLED", "INCOMPLETE");

    private final IndexRow row;
    private final ReadUsage usage;
    private final UsageCounts counts;
    private final List<Difference> mismatches = new ArrayList<>();
    private final List<Difference> remarks = new ArrayList<>();

    IndexComparison(IndexRow row, ReadUsage usage) {
        this.row = row;
        this.usage = usage;
        this.counts = usage.main().usage();
        compare();
    }

    List<Difference> mismatches() {
        return mismatches;
    }

    List<Difference> remarks() {
        return remarks;
    }

    private void compare() {
        status();
        identity();
        if (isCounted()) {
            tokens();
            modalities();
            webSearches();
        } else if (!counts.isEmpty()) {
            mismatches.add(new Difference("usage", "none", counts.toString()));
        }
        extraLines();
        cost();
    }

    private boolean isCounted() {
        String expected = row.value("usage_status");
        return expected != null && COUNTED.contains(expected);
    }

    private void status() {
        String expected = row.value("usage_status");
        if (expected == null) {
            return;
        }
        boolean fits = switch (expected) {
            case "REPORTED" -> usage.status() == ReadStatus.FINAL;
            case "NOT_BILLABLE" -> usage.status() == ReadStatus.NOT_BILLABLE;
            case "PARTIAL", "PROVISIONAL", "CANCELLED", "INCOMPLETE" ->
                usage.status() == ReadStatus.PARTIAL || usage.status() == ReadStatus.PROVISIONAL;
            default -> usage.status() == ReadStatus.MISSING;
        };
        if (!fits) {
            mismatches.add(
                    new Difference("usage_status", expected, usage.status().wireName()));
        }
    }

    private void identity() {
        String inBody = row.value("model");
        String model = inBody == null ? row.requestModel() : inBody;
        if (model != null) {
            same("model", model, usage.main().call().model());
        }
        String id = row.value("response_id");
        if (id != null) {
            same("response_id", id, String.valueOf(usage.responseId()));
        }
        if (isCounted()) {
            same(
                    "service_tier",
                    tier(row.value("service_tier")),
                    tier(usage.main().call().serviceTier()));
        }
    }

    private static String tier(@Nullable String tier) {
        String canonical = ServiceTier.canonical(tier);
        return canonical == null ? ServiceTier.STANDARD : canonical;
    }

    private void tokens() {
        count("in_uncached", UsageClass.INPUT, UsageClass.INPUT_AUDIO, UsageClass.INPUT_IMAGE, UsageClass.INPUT_VIDEO);
        count("cache_read", UsageClass.CACHE_READ, UsageClass.CACHE_READ_AUDIO);
        count("cache_write_5m", UsageClass.CACHE_WRITE_5M);
        count("cache_write_1h", UsageClass.CACHE_WRITE_1H);
        count(
                "output_total",
                UsageClass.OUTPUT,
                UsageClass.REASONING,
                UsageClass.OUTPUT_AUDIO,
                UsageClass.OUTPUT_IMAGE);
    }

    private void modalities() {
        if (row.value("reasoning_in_output") != null) {
            count("reasoning_in_output", UsageClass.REASONING);
        }
        count("audio_in", UsageClass.INPUT_AUDIO);
        count("video_in", UsageClass.INPUT_VIDEO);
        count("audio_out", UsageClass.OUTPUT_AUDIO);
        count("image_out", UsageClass.OUTPUT_IMAGE);
        String images = row.value("image_in");
        if (images != null) {
            // documents are priced as images; the index has them among the units without a column
            long found = counts.get(UsageClass.INPUT_IMAGE) - row.otherUnits("DOCUMENT modality");
            same("image_in", images, String.valueOf(found));
        }
    }

    /** Compares searches. The index has 0 where there is a number but no claim, so a surplus over 0 is a remark. */
    private void webSearches() {
        String expected = row.value("web_search");
        if (expected == null) {
            return;
        }
        long found = counts.get(UsageClass.WEB_SEARCH) - row.otherUnits("SERVER_SIDE_TOOL_WEB_SEARCH");
        if (!expected.equals(String.valueOf(found))) {
            List<Difference> differences = expected.equals("0") && found > 0 ? remarks : mismatches;
            differences.add(new Difference("web_search", expected, String.valueOf(found)));
        }
    }

    private void extraLines() {
        var expected = new ArrayList<String>();
        String text = row.value("extra_lines");
        if (text != null) {
            Matcher line = EXTRA_LINE.matcher(text);
            while (line.find()) {
                expected.add(line.group());
            }
        }
        var found = new ArrayList<String>();
        for (UsageLine line : usage.lines().subList(1, usage.lines().size())) {
            found.add("%s:in=%d,out=%d"
                    .formatted(
                            line.call().model(),
                            line.usage().get(UsageClass.INPUT),
                            line.usage().completionTokens()));
        }
        same("extra_lines", expected.toString(), found.toString());
    }

    private void cost() {
        String expected = row.value("stated_cost_usd");
        BigDecimal found = usage.providerCost();
        String stated = found == null ? "none" : found.toPlainString();
        if (expected == null) {
            if (found != null) {
                remarks.add(new Difference("stated_cost_usd", "none", stated));
            }
        } else if (found == null || rounded(new BigDecimal(expected)).compareTo(rounded(found)) != 0) {
            // the cost beside an edited response is another source's, not the provider's
            List<Difference> differences = found == null && !row.isGenuine() ? remarks : mismatches;
            differences.add(new Difference("stated_cost_usd", expected, stated));
        }
    }

    private static BigDecimal rounded(BigDecimal cost) {
        return cost.setScale(COST_DECIMALS, RoundingMode.HALF_UP);
    }

    /** Compares a sum over classes; an empty field means that none of them may be there. */
    private void count(String column, UsageClass... classes) {
        long sum = 0;
        boolean present = false;
        for (UsageClass usageClass : classes) {
            sum += counts.get(usageClass);
            present |= counts.has(usageClass);
        }
        String expected = row.value(column);
        if (expected != null) {
            same(column, expected, String.valueOf(sum));
        } else if (present) {
            mismatches.add(new Difference(column, "unknown", String.valueOf(sum)));
        }
    }

    private void same(String column, String expected, String found) {
        if (!expected.equals(found)) {
            mismatches.add(new Difference(column, expected, found));
        }
    }
}
