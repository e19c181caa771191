package io.spendstream.cli.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.console.Console;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.notifier.Notifier;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.sink.Sink;
import io.spendstream.sink.SinkConfig;
import io.spendstream.stream.StreamProcessor;
import io.spendstream.stream.StreamProcessorConfig;
import io.spendstream.stream.pricing.PriceBook;
import java.net.BindException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each process is started from its settings. */
public final class RunningProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProcesses.class);
    private static final String KNOWN_MODELS = "known.models";

    private RunningProcesses() {}

    /** Starts a stream processor. */
    public static RunningProcess streamProcessor(Map<String, String> settings, MeterRegistry meters) {
        StreamProcessor processor = StreamProcessor.start(StreamProcessorConfig.of(settings), meters);
        return new RunningProcess() {
            @Override
            public boolean isAlive() {
                return processor.isAlive();
            }

            @Override
            public boolean isReady() {
                return processor.isReady();
            }

            @Override
            public void close() {
                processor.close();
            }
        };
    }

    /** Starts a sink; it knows the models of the bundled price book unless it is told others. */
    public static RunningProcess sink(Map<String, String> settings, MeterRegistry meters) {
        Map<String, String> completed = new TreeMap<>(settings);
        completed.computeIfAbsent(
                KNOWN_MODELS, key -> String.join(",", PriceBook.bundled().models()));
        Sink sink = Sink.start(SinkConfig.of(completed), meters);
        return new RunningProcess() {
            @Override
            public boolean isAlive() {
                return sink.isAlive();
            }

            @Override
            public boolean isReady() {
                return sink.isReady();
            }

            @Override
            public void close() {
                sink.close();
            }
        };
    }

    /** Starts a console. */
    public static RunningProcess console(Map<String, String> settings, MeterRegistry meters) throws BindException {
        Console console = Console.start(ConsoleConfig.of(settings), meters);
        LOG.info("the page is on {}", console.url());
        return new RunningProcess() {
            @Override
            public boolean isAlive() {
                return console.isAlive();
            }

            @Override
            public boolean isReady() {
                return console.isReady();
            }

            @Override
            public void close() {
                console.close();
            }
        };
    }

    /** Starts a notifier. */
    public static RunningProcess notifier(Map<String, String> settings, MeterRegistry meters) {
        Notifier notifier = Notifier.start(NotifierConfig.of(settings), meters);
        return new RunningProcess() {
            @Override
            public boolean isAlive() {
                return notifier.isAlive();
            }

            @Override
            public boolean isReady() {
                return notifier.isReady();
            }

            @Override
            public void close() {
                notifier.close();
            }
        };
    }
}
