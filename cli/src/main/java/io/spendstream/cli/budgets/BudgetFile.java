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
import java.io.IOException;
import java.io.StringReader;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

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
    private static final String FIELDS = "id, name, scope, each, period, timezone, week_start, day_of_month, limit_usd,"
            + " limit_tokens, thresholds, action, forecast, burn_rate, owner";
    private static final int BYTES_MAX = 8 << 20;
    private static final Pattern SUBJECT = Pattern.compile("budget [^ ]+: ([a-z_]+) .*", Pattern.DOTALL);

    private final String name;
    private final List<String> problems = new ArrayList<>();

    private BudgetFile(String name) {
        this.name = name;
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
        if (!file.problems.isEmpty()) {
            throw new BudgetFileException(file.problems);
        }
        return budgets;
    }

    private List<Budget> budgets(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        @Nullable Node root;
        try {
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add("%s:%d: not well-formed YAML: %s".formatted(name, line, e.getProblem()));
            return List.of();
        }
        if (root == null) {
            problems.add("%s:1: budgets is required".formatted(name));
            return List.of();
        }
        var file = new YamlFields(name, "", root, problems);
        if (!file.has("budgets") && problems.isEmpty()) {
            file.problem("budgets", "is required");
        }
        List<Budget> budgets = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<Node> items = file.items("budgets");
        for (int i = 0; i < items.size(); i++) {
            YamlFields fields = file.item("budgets", i, items.get(i));
            Budget budget = budget(fields);
            if (budget != null && !ids.add(budget.id())) {
                fields.problem("id", "stands twice in the file: " + budget.id());
            } else if (budget != null) {
                budgets.add(budget);
            }
        }
        file.requireAllRead("budgets");
        return budgets;
    }

    private @Nullable Budget budget(YamlFields fields) {
        int before = problems.size();
        String id = fields.text("id", true);
        BudgetAmount limit = limit(fields);
        String displayName = fields.text("name", false);
        BudgetPeriod period = period(fields);
        List<BudgetThreshold> thresholds = thresholds(fields);
        BudgetAction action = fields.value("action", false, constant(BudgetAction::of, "alert or block"));
        Boolean forecast = fields.value("forecast", false, BudgetFile::bool);
        BurnRate burnRate = burnRate(fields);
        String owner = fields.text("owner", false);
        Budget.Builder builder =
                Budget.builder(requireNonNullElse(id, "?"), requireNonNullElse(limit, BudgetAmount.tokens(1)));
        scope(fields, builder);
        each(fields, builder);
        fields.requireAllRead(FIELDS);
        if (problems.size() > before || id == null) {
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

    private static @Nullable Budget build(Budget.Builder builder, YamlFields fields) {
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
            fields.problem(field, "is wrong: " + message);
            return null;
        }
    }

    private static @Nullable BudgetAmount limit(YamlFields fields) {
        if (fields.has("limit_usd") && fields.has("limit_tokens")) {
            fields.problem("limit_tokens", "and limit_usd must not both be there");
        }
        if (fields.has("limit_tokens")) {
            fields.text("limit_usd", false);
            return fields.value("limit_tokens", true, text -> BudgetAmount.tokens(whole(text)));
        }
        return fields.value("limit_usd", true, text -> BudgetAmount.usd(Money.of(decimal(text))));
    }

    private static BudgetPeriod period(YamlFields fields) {
        BudgetPeriod.Type type =
                fields.value("period", false, constant(BudgetPeriod.Type::of, BudgetPeriod.Type.wireNames()));
        ZoneId zone = fields.value(
                "timezone", false, constant(BudgetJson::zoneOf, "a name of the IANA database, such as Europe/Berlin"));
        DayOfWeek weekStart = fields.value("week_start", false, constant(BudgetFile::dayOfWeek, "monday to sunday"));
        Integer dayOfMonth = fields.value("day_of_month", false, text -> {
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

    private static List<BudgetThreshold> thresholds(YamlFields fields) {
        List<BudgetThreshold> thresholds = new ArrayList<>();
        List<Node> items = fields.items("thresholds");
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            if (item instanceof ScalarNode scalar) {
                try {
                    thresholds.add(BudgetThreshold.at(decimal(scalar.getValue())));
                } catch (IllegalArgumentException e) {
                    fields.problem(item, fields.nameOf("thresholds") + "[" + i + "]", "is wrong: " + e.getMessage());
                }
                continue;
            }
            YamlFields one = fields.item("thresholds", i, item);
            BudgetThreshold usual = one.value("ratio", true, text -> BudgetThreshold.at(decimal(text)));
            AlertSeverity severity =
                    one.value("severity", false, constant(AlertSeverity::of, "info, warning or critical"));
            one.requireAllRead("ratio, severity");
            if (usual != null) {
                thresholds.add(severity == null ? usual : new BudgetThreshold(usual.ratio(), severity));
            }
        }
        return thresholds;
    }

    private static @Nullable BurnRate burnRate(YamlFields fields) {
        YamlFields object = fields.object("burn_rate");
        if (object == null) {
            return null;
        }
        Duration window = object.value("window", true, BudgetFile::duration);
        BigDecimal factor = object.value("factor", true, BudgetFile::decimal);
        object.requireAllRead("window, factor");
        if (window == null || factor == null) {
            return null;
        }
        try {
            return new BurnRate(window, factor);
        } catch (IllegalArgumentException e) {
            fields.problem("burn_rate", "is wrong: " + e.getMessage());
            return null;
        }
    }

    private static void scope(YamlFields fields, Budget.Builder builder) {
        YamlFields scope = fields.object("scope");
        if (scope == null) {
            return;
        }
        for (String dimension : scope.names()) {
            Optional<BudgetDimension> known = BudgetDimension.of(dimension);
            if (known.isPresent()) {
                String value = scope.text(dimension, true);
                builder.scope(known.get(), requireNonNullElse(value, Budget.ANY));
            }
        }
        scope.requireAllRead(BudgetDimension.wireNames());
    }

    private static void each(YamlFields fields, Budget.Builder builder) {
        for (Node item : fields.items("each")) {
            String text = item instanceof ScalarNode scalar ? scalar.getValue() : "";
            BudgetDimension.of(text)
                    .ifPresentOrElse(
                            builder::each,
                            () -> fields.problem(
                                    item, fields.nameOf("each"), "must be of " + BudgetDimension.wireNames()));
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
