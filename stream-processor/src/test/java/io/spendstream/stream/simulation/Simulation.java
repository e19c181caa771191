package io.spendstream.stream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.topology.SimulatedTopology;
import io.spendstream.stream.topology.SimulatedTopology.Fault;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A case, lived through by the topology and by the model.
 *
 * @param start when it begins
 * @param prices the prices in force then
 * @param steps what happens
 */
record Simulation(Instant start, PriceList prices, List<Step> steps) {
    Simulation {
        steps = List.copyOf(steps);
    }

    /** Returns this case with other steps. */
    Simulation with(List<Step> others) {
        return new Simulation(start, prices, others);
    }

    /**
     * What came of it.
     *
     * @param difference where the topology first differs from the model, or null if it does not
     * @param facts what is so in the end, by the topics
     */
    record Lived(@Nullable String difference, Facts facts) {}

    /** Lives through it. */
    Lived live(Fault fault) {
        var model = new Model(start, prices, SimulatedTopology.settings().standingBudget());
        try (var pipeline = new Pipeline(start, prices, fault)) {
            steps.forEach(step -> take(step, model, pipeline));
            Facts facts = pipeline.facts();
            return new Lived(firstDifference(model, facts, pipeline), facts);
        }
    }

    private @Nullable String firstDifference(Model model, Facts seen, Pipeline pipeline) {
        if (!pipeline.now().equals(model.now())) {
            throw new IllegalStateException("the clocks differ: %s, %s".formatted(model.now(), pipeline.now()));
        }
        if (!pipeline.sink().doubled().isEmpty()) {
            return "an entry was posted twice: " + pipeline.sink().doubled().get(0);
        }
        if (!pipeline.sink().totals().equals(seen.totals())) {
            return "the rollup is not the totals:%n  rollup %s%n  totals %s"
                    .formatted(pipeline.sink().totals(), seen.totals());
        }
        Set<Facts.Allowance> blurred = model.blurred();
        boolean isEachAlert = steps.stream().noneMatch(step -> step instanceof Step.Pass pass && pass.isAtOnce());
        String difference = without(model.facts(), blurred).firstDifference(without(seen, blurred), isEachAlert);
        return difference == null ? unexplained(seen, pipeline) : difference;
    }

    private static Facts without(Facts facts, Set<Facts.Allowance> blurred) {
        List<Facts.Alert> alerts = facts.alerts().stream()
                .filter(alert -> !blurred.contains(alert.of()))
                .toList();
        return new Facts(facts.ledger(), facts.totals(), facts.outcomes(), alerts, facts.spent());
    }

    /** Returns a record that was refused without a dead letter of the same reason. */
    private static @Nullable String unexplained(Facts seen, Pipeline pipeline) {
        Map<String, Long> letters = new HashMap<>();
        pipeline.deadLetters().forEach(letter -> {
            String topic =
                    new String(letter.headers().lastHeader("spendstream.topic").value(), UTF_8);
            if (topic.equals(Topic.USAGE.topicName())) {
                String reason = new String(
                        letter.headers().lastHeader("spendstream.reason").value(), UTF_8);
                letters.merge(reason, 1L, Long::sum);
            }
        });
        var refused = new HashMap<>(seen.outcomes());
        refused.keySet().removeAll(Set.of("accepted", "corrected", "duplicate"));
        return refused.equals(letters) ? null : "refused %s, dead letters %s".formatted(refused, letters);
    }

    static void take(Step step, Model model, Pipeline pipeline) {
        if (step instanceof Step.Send send) {
            send(send, model, pipeline);
        } else if (step instanceof Step.Garbage garbage) {
            pipeline.send(Topic.USAGE, key(garbage), value(garbage), pipeline.now());
            model.garbage(garbage.kind().name().toLowerCase(Locale.ROOT));
        } else if (step instanceof Step.Pass pass) {
            pipeline.pass(pass);
            model.pass(pass);
        } else if (step instanceof Step.Restart) {
            pipeline.restart();
            model.restart();
        } else if (step instanceof Step.Publish publish) {
            pipeline.publish(publish.prices());
            model.publish(publish.prices());
        } else if (step instanceof Step.Define define) {
            pipeline.define(define.budget());
            model.define(define.budget());
        } else if (step instanceof Step.Delete delete) {
            pipeline.delete(delete.id());
            model.delete(delete.id());
        } else if (step instanceof Step.MakeOrder make) {
            model.makeOrder(make.number(), make.eventId(), make.amount());
        } else if (step instanceof Step.SendOrder send) {
            Step.Order order = model.order(send.number());
            if (order != null) {
                pipeline.send(
                        Topic.CORRECTIONS, order.first().id().getBytes(UTF_8), line(order, model.now()), model.now());
                model.sendOrder(order);
            }
        }
    }

    private static void send(Step.Send send, Model model, Pipeline pipeline) {
        Instant arrivedAt = model.now().minus(send.behind());
        UsageEvent event = send.copy().event();
        pipeline.send(Topic.USAGE, event.eventId().getBytes(UTF_8), UsageEventJson.write(event), arrivedAt);
        model.send(send.copy(), arrivedAt);
    }

    private static byte[] key(Step.Garbage garbage) {
        return (garbage.kind() == Step.Garbage.Kind.KEY_MISMATCH ? "another" : "one").getBytes(UTF_8);
    }

    private static byte[] value(Step.Garbage garbage) {
        String whole = """
                {"schema_version": 1, "event_id": "one", "timestamp": "2026-11-21T00:00:00Z", "session_id": "s", \
                "provider": "acme", "model": "m", "usage": {"input": 1}, "usage_status": "final"}""";
        String text = switch (garbage.kind()) {
            case MALFORMED_JSON -> whole.substring(0, whole.length() / 2);
            case KEY_MISMATCH -> whole;
            case UNSUPPORTED_SCHEMA_VERSION -> whole.replace("n\": 1", "n\": 2");
            case MISSING_FIELD -> whole.replace("\"provider\": \"acme\", ", "");
        };
        return text.getBytes(UTF_8);
    }

    private static byte[] line(Step.Order order, Instant now) {
        UsageEvent event = order.first().event();
        return LedgerLineJson.write(new LedgerLine(
                event.eventId(),
                order.entry(),
                "repriced",
                "ada",
                event.timestamp(),
                now,
                event.attribution().orUnattributed(),
                event.call(),
                UsageCounts.none(),
                order.status(),
                new Pricing(
                        PricingStatus.PRICED,
                        Money.of(order.amount()),
                        event.call().model(),
                        "own/1",
                        "exact",
                        "b"),
                order.isUnpriced() ? -1 : 0,
                null,
                null,
                null,
                Set.of()));
    }
}
