package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.embedded.EmbeddedKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * What an event costs the stream processor, in microseconds of processor time, as things grow: partitions, instances,
 * sessions that are alive, budgets. It is compared with what it costs where the thing is smallest; there is no bar but
 * that it should not double.
 */
public final class GrowthContest implements Contest {
    private static final double BAR = 2;
    private static final int EVENTS_PART = 3;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public boolean isOnRequest() {
        return true;
    }

    /** One size of everything. */
    private record Size(int partitions, int instances, int sessions, int budgets) {
        private static final Size USUAL = new Size(4, 1, 10_000, 1);

        private Size partitions(int count) {
            return new Size(count, instances, sessions, budgets);
        }

        private Size instances(int count) {
            return new Size(partitions * 2, count, sessions, budgets);
        }

        private Size sessions(int count) {
            return new Size(partitions, instances, count, budgets);
        }

        private Size budgets(int count) {
            return new Size(partitions, instances, sessions, count);
        }
    }

    /** A size and what is said of it. */
    private record Step(String name, Size size) {}

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (List<Step> steps : ladders(effort.rounds() > 1)) {
            Samples first = null;
            for (Step step : steps) {
                Samples found = new Samples(List.of(microsPerEvent(step, effort.events() / EVENTS_PART, progress)));
                if (first == null) {
                    first = found;
                }
                comparisons.add(new Comparison(
                        "an event, " + step.name(), steps.get(0).name(), "µs of cpu", Sense.LOWER, found, first, BAR));
            }
        }
        return comparisons;
    }

    private static List<List<Step>> ladders(boolean isFull) {
        return List.of(
                ladder("partitions", isFull ? List.of(1, 2, 4, 8) : List.of(1, 8), Size.USUAL::partitions),
                ladder("instances", isFull ? List.of(1, 2, 4, 8) : List.of(1, 2), Size.USUAL::instances),
                ladder(
                        "sessions",
                        isFull ? List.of(10_000, 100_000, 1_000_000) : List.of(10_000, 100_000),
                        Size.USUAL::sessions),
                ladder(
                        "budgets",
                        isFull ? List.of(1, 10, 100, 1_000, 10_000) : List.of(1, 10_000),
                        Size.USUAL::budgets));
    }

    private static List<Step> ladder(String what, List<Integer> counts, IntFunction<Size> size) {
        return counts.stream()
                .map(count -> new Step(String.format(Locale.ROOT, "%,d %s", count, what), size.apply(count)))
                .toList();
    }

    private static double microsPerEvent(Step step, int least, Consumer<String> progress) throws Exception {
        Size size = step.size();
        int events = Math.max(least, size.sessions());
        try (var folder = new WorkFolder();
                var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var admin = Admin.create(Topics.settings(kafka.bootstrapServers()))) {
            TopicSetup.ensure(admin, size.partitions(), (short) 1);
            try (var fleet = new Fleet(kafka.bootstrapServers())) {
                fleet.budgetOfEachSession();
                fleet.budgetsOfAgents(size.budgets() - 1);
                fleet.send(events, size.sessions());
            }
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int i : IntStream.range(0, size.instances()).toArray()) {
                    children.add(ChildProcess.start(
                            StreamsContestant.class,
                            folder.resolve("contestant-%d.log".formatted(i)),
                            StreamsContestant.Kind.OURS.name(),
                            kafka.bootstrapServers(),
                            folder.resolve("state-" + i).toString()));
                }
                var gauge = new CpuGauge(
                        events, () -> Topics.committed(admin, StreamsContestant.GROUP, Topic.USAGE.topicName()));
                double rate = Drain.perSecond(events, gauge, children.toArray(ChildProcess[]::new));
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s: %,.1f µs of cpu each, %,.0f events/s",
                        step.name(),
                        gauge.microsEach(),
                        rate));
                return gauge.microsEach();
            } finally {
                for (ChildProcess child : children) {
                    child.close();
                }
            }
        }
    }
}
