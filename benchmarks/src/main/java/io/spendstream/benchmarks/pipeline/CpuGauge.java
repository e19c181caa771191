package io.spendstream.benchmarks.pipeline;

import java.time.Duration;

/**
 * How much processor time this process's children spend on one piece of work, from when a fifth of it is done. Unlike
 * how fast they are, it hardly depends on what else the machine does.
 */
final class CpuGauge implements Drain.Gauge {
    private static final int WARM_UP_PARTS = 5;
    private static final double NANOS_PER_MICRO = 1e3;

    private final long total;
    private final Drain.Gauge gauge;
    private long firstDone = -1;
    private Duration firstCpu = Duration.ZERO;
    private long lastDone;
    private Duration lastCpu = Duration.ZERO;

    CpuGauge(long total, Drain.Gauge gauge) {
        this.total = total;
        this.gauge = gauge;
    }

    @Override
    public long done() throws Exception {
        lastDone = gauge.done();
        lastCpu = cpu();
        if (firstDone < 0 && lastDone >= total / WARM_UP_PARTS) {
            firstDone = lastDone;
            firstCpu = lastCpu;
        }
        return lastDone;
    }

    private static Duration cpu() {
        return ProcessHandle.current()
                .children()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the microseconds one piece took; to be asked once all is done. */
    double microsEach() {
        return lastCpu.minus(firstCpu).toNanos() / NANOS_PER_MICRO / (lastDone - firstDone);
    }
}
