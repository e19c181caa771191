package io.spendstream.cli.measure;

import io.spendstream.cli.progress.Work;
import java.util.Map;

/** Sends events at a steady rate and watches when they get where. */
interface Probe extends AutoCloseable {
    /** Sends {@code count} events, each said to {@code work}; returns latencies by stage, in the order of the stages. */
    Map<String, Latencies> run(int count, Work work) throws Exception;

    @Override
    void close();
}
