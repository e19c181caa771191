package io.spendstream.cli.budgets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import io.spendstream.cli.DurationText;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetThreshold;
import io.spendstream.contract.BurnRate;
import io.spendstream.contract.Money;
import io.spendstream.yaml.Limits;
import io.spendstream.yaml.Node;
import io.spendstream.yaml.NodeReader;
import io.spendstream.yaml.Problems;
import io.spendstream.yaml.Section;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of budgets, as people write it: an object with {@code budgets}, a list of objects with these fields.
 *
 * <pre>
 * id           required
 * name         what people call it; the id unless said
 * scope        object of dimension: value; * is any value
 * each         dimension or list of dimensions, of which each value has the limit to itself
 * period       hour, day, week, month or session; day unless said
 * timezone     IANA name; UTC unless said
 * week_start   day of the week; monday unless said
 * day_of_month 1 to 28; 1 unless said
 * limit_usd    or limit_tokens
 * thresholds   list of shares, or of objects with ratio and severity; 0.5, 0.8 and 1 unless said
 * action       alert or block; alert unless said
 * forecast     true or false; false unless said
 * burn_rate    object with window, such as 1h, and factor
 * owner        the team that is told
 * </pre>
 */
final class BudgetFile {
    private static final int BYTES_MAX = 8 << 20;
    private static final Limits LIMITS = new Limits(8, BYTES_MAX);
    private static final String BUDGETS = "budgets";
    private static final Pattern SUBJECT = Pattern.compile("budget [^ ]+: ([a-z_]+) .*", Pattern.DOTALL);

    private final Problems problems;

    private BudgetFile(String name) {
        this.problems = new Problems(name);
    }

    /**
     * Returns the budgets in {@code file}.
     *
     * @throws BudgetFileException saying everything that is wrong, with file, line and field
     * @throws IOException if it cannot be read
     */
    static List<Budget> read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "%s must be at most %d bytes: %d".formatted(file, BYTES_MAX, Files.size(file)));
        }
        return read(String.valueOf(file), Files.readString(file, UTF_8));
    }

    /** Returns the budgets in {@code text}, that of the file {@code name}; see {@link #read(Path)}. */
    static List<Budget> read(String name, String text) {
        var file = new BudgetFile(name);
        List<Budget> budgets = file.budgets(text);
        if (!file.problems.isRight()) {
            throw new BudgetFileException(file.problems.errors());
        }
        return budgets;
    }

    private List<Budget> budgets(String text) {
        Node root = NodeReader.yaml(text, LIMITS, problems);
        if (!(root instanceof Node.Fields object)) {
            if (problems.isRight()) {
                problems.add(root == null ? 1 : root.line(), "", "must be an object with the field " + BUDGETS);
            }
            return List.of();
        }
        var file = new Section(object, "", problems);
        if (!file.has(BUDGETS)) {
            file.error("", "needs the field " + BUDGETS);
        }
        List<Budget> budgets = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<Node> items = file.oneOrMoreItems(BUDGETS);
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Node.Fields item)) {
                file.error(items.get(i).line(), "%s[%d]".formatted(BUDGETS, i), "must be an object with fields");
                continue;
            }
            Section fields = file.item(BUDGETS, i, item);
            Budget budget = budget(fields);
            if (budget != null && !ids.add(budget.id())) {
                fields.error("id", "stands twice in the file: " + budget.id());
            } else if (budget != null) {
                budgets.add(budget);
            }
        }
        file.end();
        return budgets;
    }

    private @Nullable Budget budget(Section fields) {
        int before = problems.errors().size();
        String id = fields.requiredText("id");
        BudgetAmount limit = limit(fields);
        String displayName = fields.text("name");
        BudgetPeriod period = period(fields);
        List<BudgetThreshold> thresholds = thresholds(fields);
        BudgetAction action = fields.value("action", constant(BudgetAction::of, "alert or block"));
        Boolean forecast = fields.value("forecast", BudgetFile::bool);
        BurnRate burnRate = burnRate(fields);
        String owner = fields.text("owner");
        Budget.Builder builder =
                Budget.builder(requireNonNullElse(id, "?"), requireNonNullElse(limit, BudgetAmount.tokens(1)));
        scope(fields, builder);
        each(fields, builder);
        fields.end();
        if (problems.errors().size() > before || id == null) {
            return null;
        }
        builder.name(requireNonNullElse(displayName, id))
                .period(period)
                .action(requireNonNullElse(action, BudgetAction.ALERT))
                .forecast(Boolean.TRUE.equals(forecast))
                .burnRate(burnRate)
                .owner(owner);
        if (!thresholds.isEmpty()) {
            builder.thresholds(thresholds);
        }
        return build(builder, fields);
    }

    private static @Nullable Budget build(Budget.Builder builder, Section fields) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            Matcher subject = SUBJECT.matcher(message);
            String field = subject.matches() ? subject.group(1) : "id";
            if (field.equals("limit")) {
                field = fields.has("limit_tokens") ? "limit_tokens" : "limit_usd";
            } else if (field.equals("threshold")) {
                field = "thresholds";
            } else if (!fields.has(field)) {
                field = BudgetDimension.of(field).isPresent() ? "each" : "id";
            }
            fields.error(field, message);
            return null;
        }
    }

    private static @Nullable BudgetAmount limit(Section fields) {
        fields.expect("limit_tokens");
        if (fields.has("limit_usd") && fields.has("limit_tokens")) {
            fields.error("limit_tokens", "stands beside limit_usd; keep one of them");
        }
        if (fields.has("limit_tokens")) {
            fields.text("limit_usd");
            return fields.requiredValue("limit_tokens", text -> BudgetAmount.tokens(whole(text)));
        }
        return fields.requiredValue("limit_usd", text -> BudgetAmount.usd(Money.of(decimal(text))));
    }

    private static BudgetPeriod period(Section fields) {
        BudgetPeriod.Type type = fields.value("period", constant(BudgetPeriod.Type::of, BudgetPeriod.Type.wireNames()));
        ZoneId zone = fields.value(
                "timezone", constant(BudgetJson::zoneOf, "a name of the IANA database, such as Europe/Berlin"));
        DayOfWeek weekStart = fields.value("week_start", constant(BudgetFile::dayOfWeek, "monday to sunday"));
        Integer dayOfMonth = fields.value("day_of_month", text -> {
            long day = whole(text);
            if (day < 1 || day > 28) {
                throw new IllegalArgumentException("must be 1 to 28: " + text);
            }
            return (int) day;
        });
        return new BudgetPeriod(
                requireNonNullElse(type, BudgetPeriod.Type.DAY),
                requireNonNullElse(zone, ZoneOffset.UTC),
                requireNonNullElse(weekStart, DayOfWeek.MONDAY),
                requireNonNullElse(dayOfMonth, 1));
    }

    private static List<BudgetThreshold> thresholds(Section fields) {
        List<BudgetThreshold> thresholds = new ArrayList<>();
        List<Node> items = fields.oneOrMoreItems("thresholds");
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String field = "thresholds[%d]".formatted(i);
            BudgetThreshold threshold = null;
            if (item instanceof Node.Scalar scalar) {
                threshold = fields.value(field, scalar, text -> BudgetThreshold.at(decimal(text)));
            } else if (item instanceof Node.Fields object) {
                threshold = threshold(fields.item("thresholds", i, object));
            } else {
                fields.error(item.line(), field, "must be a share such as 0.8, or an object with ratio and severity");
            }
            if (threshold != null) {
                thresholds.add(threshold);
            }
        }
        return thresholds;
    }

    private static @Nullable BudgetThreshold threshold(Section fields) {
        BudgetThreshold usual = fields.requiredValue("ratio", text -> BudgetThreshold.at(decimal(text)));
        AlertSeverity severity = fields.value("severity", constant(AlertSeverity::of, "info, warning or critical"));
        fields.end();
        return usual == null || severity == null ? usual : new BudgetThreshold(usual.ratio(), severity);
    }

    private static @Nullable BurnRate burnRate(Section fields) {
        Section object = fields.section("burn_rate");
        if (object == null) {
            return null;
        }
        Duration window = object.requiredValue("window", BudgetFile::duration);
        BigDecimal factor = object.requiredValue("factor", BudgetFile::decimal);
        object.end();
        if (window == null || factor == null) {
            return null;
        }
        try {
            return new BurnRate(window, factor);
        } catch (IllegalArgumentException e) {
            fields.error("burn_rate", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static void scope(Section fields, Budget.Builder builder) {
        Section scope = fields.section("scope");
        if (scope == null) {
            return;
        }
        for (BudgetDimension dimension : BudgetDimension.values()) {
            String value = scope.text(dimension.wireName());
            if (value != null) {
                builder.scope(dimension, value);
            }
        }
        scope.end();
    }

    private static void each(Section fields, Budget.Builder builder) {
        for (Node item : fields.oneOrMoreItems("each")) {
            String text = item instanceof Node.Scalar scalar ? scalar.text() : "";
            BudgetDimension.of(text)
                    .ifPresentOrElse(
                            builder::each,
                            () -> fields.error(item.line(), "each", "must be of " + BudgetDimension.wireNames()));
        }
    }

    private static <T> Function<String, T> constant(Function<String, Optional<T>> find, String names) {
        return text -> find.apply(text)
                .orElseThrow(() -> new IllegalArgumentException("must be %s: %s".formatted(names, text)));
    }

    private static Optional<DayOfWeek> dayOfWeek(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false: " + text);
        }
        return text.equals("true");
    }

    private static Duration duration(String text) {
        try {
            return new DurationText().convert(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("must be a duration, such as 1h: " + text, e);
        }
    }

    private static BigDecimal decimal(String text) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{1,20})?")) {
            throw new IllegalArgumentException("must be a number, such as 12.50: " + text);
        }
        return new BigDecimal(text);
    }

    private static long whole(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("must be a whole number: " + text);
        }
        return Long.parseLong(text);
    }
}
