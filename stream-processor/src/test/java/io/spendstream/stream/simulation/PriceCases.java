package io.spendstream.stream.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes price lists: some models have a price from the beginning, some later, one never, and one is free. */
final class PriceCases {
    private static final List<String> MODELS = List.of("atlas", "breeze", "cirrus", "gratis", "nameless");
    private static final String FREE = "gratis";
    private static final String NEVER = "nameless";

    private final Random random;
    private List<PriceList.Era> eras = List.of();

    PriceCases(Random random) {
        this.random = random;
    }

    /** Returns the name of a model. */
    String model() {
        return MODELS.get(random.nextInt(10) == 0 ? random.nextInt(5) : random.nextInt(3));
    }

    PriceList first(Instant now) {
        List<PriceList.Era> first = new ArrayList<>();
        first.add(flat(FREE, BigDecimal.ZERO));
        first.add(flat("zephyr", BigDecimal.ONE)); // nobody uses it, and no book is empty
        for (String model : MODELS) {
            if (!model.equals(FREE) && !model.equals(NEVER) && random.nextInt(2) == 0) {
                first.addAll(eras(model, now));
            }
        }
        eras = first;
        return new PriceList(first);
    }

    /** Returns what becomes of the prices: one model's are new, or others than before, also for the past. */
    PriceList next(Instant now) {
        List<PriceList.Era> next = new ArrayList<>(eras);
        String model = MODELS.get(random.nextInt(3));
        next.removeIf(era -> era.model().equals(model));
        if (random.nextInt(10) > 0) {
            next.addAll(eras(model, now));
        }
        eras = next;
        return new PriceList(next);
    }

    /** Returns the prices as they are, and some for every model that has none. */
    PriceList complete(Instant now) {
        List<PriceList.Era> all = new ArrayList<>(eras);
        for (String model : MODELS) {
            if (!model.equals(NEVER)
                    && eras.stream().noneMatch(era -> era.model().equals(model))) {
                all.addAll(eras(model, now));
            }
        }
        eras = all;
        return new PriceList(all);
    }

    private List<PriceList.Era> eras(String model, Instant now) {
        PriceList.Era always = era(model);
        if (random.nextInt(3) > 0) {
            return List.of(always);
        }
        Instant change = now.truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(random.nextInt(2 * (int) Duration.ofDays(2).toSeconds()))
                .minus(Duration.ofDays(2));
        PriceList.Era later = era(model);
        var from = new PriceList.Era(
                model, change, null, later.standard(), later.priority(), later.longFrom(), later.longer());
        return random.nextInt(4) == 0 ? List.of(from) : List.of(always.until(change), from);
    }

    private PriceList.Era era(String model) {
        Map<String, BigDecimal> standard = rates();
        Map<String, BigDecimal> times = new HashMap<>(standard);
        times.replaceAll((name, rate) -> rate.add(rate));
        return switch (random.nextInt(3)) {
            case 0 -> new PriceList.Era(model, null, null, standard, times, 0, Map.of());
            case 1 -> new PriceList.Era(model, null, null, standard, Map.of(), 300_000, times);
            default -> new PriceList.Era(model, null, null, standard, Map.of(), 0, Map.of());
        };
    }

    private static PriceList.Era flat(String model, BigDecimal rate) {
        Map<String, BigDecimal> rates = Map.of("input", rate, "cache_read", rate, "output", rate, "reasoning", rate);
        return new PriceList.Era(model, null, null, rates, Map.of(), 0, Map.of());
    }

    private Map<String, BigDecimal> rates() {
        BigDecimal input = BigDecimal.valueOf(1 + random.nextInt(1_500_000), 6).add(new BigDecimal("0.01"));
        var rates = new HashMap<String, BigDecimal>();
        rates.put("input", input);
        rates.put("output", input.multiply(BigDecimal.valueOf(4)));
        if (random.nextInt(4) > 0) {
            rates.put("cache_read", input.movePointLeft(1));
        }
        if (random.nextInt(3) == 0) {
            rates.put("reasoning", input.multiply(BigDecimal.valueOf(5)));
        }
        return rates;
    }
}
