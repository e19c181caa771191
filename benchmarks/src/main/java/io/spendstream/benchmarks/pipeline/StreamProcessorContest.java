package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.pipeline.StreamsContestant.Kind;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.contract.Topic;
import io.spendstream.embedded.EmbeddedKafka;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** The stream processor beside a bare pass-through and beside totals written with the DSL; the same events each. */
public final class StreamProcessorContest implements Contest {
    private static final double BAR_PASS_THROUGH = 0.5;
    private static final double BAR_DSL = 3;

    @Override
    public String name() {
        return "stream-processor";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        // the broker of all runs lives in this process: the first to run would be the one it is compiled for
        drain(Kind.PASS_THROUGH, effort.events());
        Map<Kind, List<Double>> rates = new EnumMap<>(Kind.class);
        for (int round = 1; round <= effort.rounds(); round++) {
            for (Kind kind : Kind.values()) {
                double rate = drain(kind, effort.events());
                rates.computeIfAbsent(kind, unused -> new ArrayList<>()).add(rate);
                progress.accept(String.format(Locale.ROOT, "round %d: %s %,.0f events/s", round, kind, rate));
            }
        }
        Samples ours = samples(rates, Kind.OURS);
        return List.of(
                new Comparison(
                        "stream processor",
                        "bare pass-through, exactly once",
                        "events/s",
                        Sense.HIGHER,
                        ours,
                        samples(rates, Kind.PASS_THROUGH),
                        BAR_PASS_THROUGH),
                new Comparison(
                        "stream processor",
                        "five DSL aggregations",
                        "events/s",
                        Sense.HIGHER,
                        ours,
                        samples(rates, Kind.DSL),
                        BAR_DSL));
    }

    /** Returns how many events went all the way, through the topics between as well. */
    private static long done(Admin admin, Kind kind) throws Exception {
        long read = Topics.committed(admin, StreamsContestant.GROUP, Topic.USAGE.topicName());
        if (kind != Kind.DSL) {
            return read;
        }
        // each event is in each of them, with some markers of transactions between
        for (String dimension : DslTotals.dimensions()) {
            String topic = "%s-%s-repartition".formatted(StreamsContestant.GROUP, dimension);
            read = Math.min(read, Topics.committed(admin, StreamsContestant.GROUP, topic));
        }
        return read;
    }

    private static Samples samples(Map<Kind, List<Double>> rates, Kind kind) {
        return new Samples(rates.getOrDefault(kind, List.of()));
    }

    private static double drain(Kind kind, int events) throws Exception {
        try (var folder = new WorkFolder();
                var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var admin = Admin.create(Topics.settings(kafka.bootstrapServers()))) {
            Topics.create(admin, StreamsContestant.PASSED_THROUGH);
            Topics.fill(kafka.bootstrapServers(), Topic.USAGE.topicName(), events);
            try (var child = ChildProcess.start(
                    StreamsContestant.class,
                    folder.resolve(
                            "stream-processor-%s.log".formatted(kind.name().toLowerCase(Locale.ROOT))),
                    kind.name(),
                    kafka.bootstrapServers(),
                    folder.resolve("state").toString())) {
                return Drain.perSecond(events, () -> done(admin, kind), child);
            }
        }
    }
}
