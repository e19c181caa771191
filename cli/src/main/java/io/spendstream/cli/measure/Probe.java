package io.spendstream.cli.measure;

import java.util.Map;

/** Sends events at a steady rate and watches when they get where. */
interface Probe extends AutoCloseable {
    /** Sends {@code count} events and returns their latencies by stage, in the order of the stages. */
    Map<String, Latencies> run(int count) throws Exception;

    @Override
    void close();
}
