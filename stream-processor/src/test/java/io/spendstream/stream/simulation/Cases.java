package io.spendstream.stream.simulation;

import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.topology.SimulatedTopology;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a case from a seed: a dozen or two steps, drawn so that what is rare in the world is common here. Calls whose
 * price comes late, whose counts become surer, whose copies arrive by other routes, hours late or eight days; prices and
 * budgets that change in between; clocks that jump, and restarts.
 */
final class Cases {
    private static final Instant FIRST_DAY = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Duration> PASSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(7),
            Duration.ofSeconds(40),
            Duration.ofMinutes(3),
            Duration.ofMinutes(50),
            Duration.ofHours(7),
            Duration.ofHours(20),
            Duration.ofDays(3),
            Duration.ofDays(7));

    private final Random random;
    private final BudgetCases budgets;
    private final PriceCases prices;
    private final List<Step> steps = new ArrayList<>();
    private final List<Copy> underway = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Copy> plain = new HashMap<>();
    private final List<Integer> orders = new ArrayList<>();
    private Instant now;
    private boolean isSkewed;
    private int orderCount;

    private Cases(long seed) {
        random = new Random(seed);
        budgets = new BudgetCases(random);
        prices = new PriceCases(random);
        now = FIRST_DAY.plusMillis(random.nextLong(Duration.ofDays(400).toMillis()));
    }

    /** Returns the case of {@code seed}. */
    static Simulation of(long seed) {
        return new Cases(seed).make();
    }

    private Simulation make() {
        Instant start = now;
        PriceList first = prices.first(start);
        if (random.nextInt(3) > 0) {
            define();
        }
        int length = 8 + random.nextInt(16);
        boolean isAtOnce = random.nextInt(4) == 0;
        for (int i = 0; i < length; i++) {
            step(isAtOnce);
        }
        while (!underway.isEmpty()) {
            sendOneUnderway();
        }
        pass(Duration.ofSeconds(2), false);
        return new Simulation(start, first, steps);
    }

    /**
     * Returns the case of {@code seed} in {@code count} orders: the same reports, each of them sent up to three times,
     * between the same prices and budgets. No two reports of one call contradict each other, and the broker takes all of
     * them within a minute far from the end of any window, so that there is no order that has to matter.
     */
    static List<Simulation> shuffled(long seed, int count) {
        return new Cases(seed).shuffle(count);
    }

    private List<Simulation> shuffle(int count) {
        now = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofMinutes(150));
        Instant start = now;
        PriceList first = prices.first(start);
        PriceList complete = prices.complete(start);
        List<Step> definitions = new ArrayList<>();
        Set<String> budgetIds = new HashSet<>();
        while (definitions.size() < 3) {
            // each budget is defined once: one that changes in between has judged by what it was before
            if (budgets.next() instanceof Step.Define define
                    && budgetIds.add(define.budget().id())) {
                definitions.add(define);
            }
        }
        List<Copy> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            reports().stream().filter(copy -> isPlain(copy, start)).forEach(all::add);
        }
        List<Simulation> shuffled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shuffled.add(new Simulation(start, first, shuffle(all, definitions, complete)));
        }
        return shuffled;
    }

    /** Returns whether {@code copy} is the one its status has of its call, and neither too late, early nor costly. */
    private boolean isPlain(Copy copy, Instant start) {
        boolean isInTime = copy.at().isAfter(start.minus(Duration.ofHours(71)))
                && !copy.at().isAfter(start);
        boolean isSmall = copy.counts().values().stream().allMatch(count -> count < 1_000_000);
        Copy same = plain.putIfAbsent(copy.id() + copy.status(), copy);
        Copy begun = plain.putIfAbsent(copy.id(), copy);
        boolean isOfOneCall =
                begun == null || (begun.who().equals(copy.who()) && begun.at().equals(copy.at()));
        return isInTime && isSmall && isOfOneCall && (same == null || same.equals(copy));
    }

    private List<Step> shuffle(List<Copy> copies, List<Step> definitions, PriceList complete) {
        List<Step> shuffled = new ArrayList<>();
        for (Copy copy : copies) {
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                shuffled.add(new Step.Send(copy, Duration.ZERO));
            }
        }
        var pass = new Step.Pass(Duration.ofSeconds(2), false);
        for (int i = 0; i < 4; i++) {
            shuffled.add(pass);
        }
        shuffled.add(new Step.Restart());
        Collections.shuffle(shuffled, random);
        int published = random.nextInt(shuffled.size());
        shuffled.add(published, new Step.Publish(complete));
        int defined = random.nextInt(shuffled.size());
        for (Step definition : definitions) {
            shuffled.addAll(defined, List.of(pass, definition, pass));
            defined = defined + 3 + random.nextInt(shuffled.size() - defined - 2);
        }
        shuffled.add(pass);
        return shuffled;
    }

    private void step(boolean isAtOnce) {
        int kind = random.nextInt(100);
        if (kind < 50) {
            send();
        } else if (kind < 70) {
            pass(PASSES.get(random.nextInt(PASSES.size())), isAtOnce);
        } else if (kind < 79) {
            steps.add(new Step.Publish(prices.next(now)));
            if (random.nextBoolean()) {
                pass(Duration.ofSeconds(2), isAtOnce);
            }
        } else if (kind < 84) {
            steps.add(new Step.Restart());
            isSkewed = false;
        } else if (kind < 89) {
            define();
        } else if (kind < 96) {
            order();
        } else {
            var kinds = Step.Garbage.Kind.values();
            steps.add(new Step.Garbage(kinds[random.nextInt(kinds.length)]));
            isSkewed = true;
        }
    }

    private void pass(Duration time, boolean isAtOnce) {
        steps.add(new Step.Pass(time, isAtOnce));
        now = now.plus(time).plus(SimulatedTopology.flushInterval().multipliedBy(isAtOnce ? 2 : 4));
        isSkewed = false;
        if (time.compareTo(Duration.ofDays(1)) >= 0) {
            orders.clear(); // nobody sends an order that he made out the day before yesterday
        }
    }

    /** Between two moments at which nothing is underway to the budgets, so that it is plain what they are judged by. */
    private void define() {
        pass(Duration.ofSeconds(2), false);
        steps.add(budgets.next());
        if (random.nextBoolean()) {
            send();
        }
        pass(Duration.ofSeconds(2), false);
    }

    private void order() {
        if (ids.isEmpty()) {
            return;
        }
        boolean isAgain = !orders.isEmpty() && random.nextInt(3) == 0;
        if (!isAgain) {
            orders.add(orderCount);
            BigDecimal amount = BigDecimal.valueOf(random.nextInt(40_000) - 10_000L, 4);
            steps.add(new Step.MakeOrder(orderCount++, ids.get(random.nextInt(ids.size())), amount));
        }
        if (isAgain || random.nextInt(3) > 0) {
            steps.add(new Step.SendOrder(orders.get(random.nextInt(orders.size()))));
        }
    }

    private void send() {
        if (underway.isEmpty() || random.nextInt(5) < 2) {
            underway.addAll(reports());
        }
        sendOneUnderway();
    }

    private void sendOneUnderway() {
        Copy copy = underway.remove(random.nextInt(underway.size()));
        // the broker's clock may be behind after a change of leader, but not right after a start, when it is not known
        Duration behind = isSkewed && random.nextInt(10) == 0 ? Duration.ofSeconds(random.nextInt(30)) : Duration.ZERO;
        steps.add(new Step.Send(copy, behind));
        isSkewed = true;
    }

    /** Returns all reports of one more call. */
    private List<Copy> reports() {
        String id = "acme:" + ids.size();
        ids.add(id);
        SortedMap<String, Long> counts = counts();
        var last = new Copy(id, time(), who(), prices.model(), tier(), UsageStatus.FINAL, counts);
        List<Copy> reports = new ArrayList<>();
        if (random.nextInt(100) < 45) {
            Copy cutShort = last.with(UsageStatus.PROVISIONAL, random.nextInt(8) == 0 ? counts() : parts(counts));
            reports.add(random.nextInt(4) == 0 ? untiered(cutShort) : cutShort);
        }
        if (random.nextInt(100) < 12) {
            reports.add(last.with(UsageStatus.MISSING, Map.of()));
        }
        if (reports.isEmpty() || random.nextInt(100) < 80) {
            reports.add(last);
        }
        int copies = random.nextInt(3);
        for (int i = 0; i < copies; i++) {
            reports.add(copy(reports.get(random.nextInt(reports.size()))));
        }
        return reports;
    }

    /** Returns a copy of {@code report}: the same, by another route, or one that contradicts it. */
    private Copy copy(Copy report) {
        return switch (random.nextInt(10)) {
            case 0 -> report.status() == UsageStatus.MISSING ? report : report.with(report.status(), counts());
            case 1, 2 ->
                report.at(report.at().plusMillis(random.nextInt(7_000_000))).by(who());
            case 3 -> report.at(report.at().minusMillis(random.nextInt(7_000_000)));
            default -> report;
        };
    }

    private static Copy untiered(Copy copy) {
        return new Copy(copy.id(), copy.at(), copy.who(), copy.model(), null, copy.status(), copy.counts());
    }

    private Instant time() {
        long millis = switch (random.nextInt(12)) {
            case 0 -> random.nextLong(Duration.ofHours(70).toMillis());
            case 1, 2 -> random.nextLong(Duration.ofHours(20).toMillis());
            case 3 -> random.nextLong(Duration.ofHours(1).toMillis());
            case 4 -> random.nextInt(6) == 0 ? Duration.ofDays(8).toMillis() : 1;
            case 5 -> random.nextInt(6) == 0 ? -Duration.ofHours(1).toMillis() : 0;
            default -> random.nextLong(Duration.ofSeconds(2).toMillis());
        };
        return now.minusMillis(millis);
    }

    private Copy.Who who() {
        return new Copy.Who(
                "session-" + random.nextInt(3),
                pick(List.of("care", "search")),
                pick(List.of("triage", "summary")),
                pick(List.of("helper")));
    }

    private @Nullable String pick(List<String> values) {
        int index = random.nextInt(values.size() + 1);
        return index == values.size() ? null : values.get(index);
    }

    private @Nullable String tier() {
        return switch (random.nextInt(8)) {
            case 0 -> "priority";
            case 1 -> random.nextInt(3) == 0 ? "flex" : null;
            default -> null;
        };
    }

    private SortedMap<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        counts.put("input", count());
        if (random.nextInt(3) == 0) {
            counts.put("cache_read", count());
        }
        counts.put("output", count());
        if (random.nextInt(4) == 0) {
            counts.put("reasoning", count());
        }
        return counts;
    }

    private long count() {
        return switch (random.nextInt(20)) {
            case 0 -> 1_000_000_000L - random.nextInt(1000); // may be more than a line holds
            case 1, 2, 3 -> 1 + random.nextInt(20);
            default -> 1 + random.nextLong(700_000);
        };
    }

    private SortedMap<String, Long> parts(SortedMap<String, Long> counts) {
        var parts = new TreeMap<>(counts);
        parts.replaceAll((name, count) -> name.equals("input") ? count : 1 + random.nextLong(count));
        return parts;
    }
}
