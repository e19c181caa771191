package io.spendstream.cli.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spendstream.contract.settings.SettingNames;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command that runs one process until it is stopped. Its flags are made from the process' {@link ConfigDef}, so that
 * {@code --help} lists every key with its default and range.
 */
public final class ProcessCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessCommand.class);
    private static final Duration LIVENESS_CHECK = Duration.ofSeconds(1);
    private static final String HOST = "operations.host";
    private static final String PORT = "operations.port";

    /** Starts a process. */
    @FunctionalInterface
    public interface Starter {
        /** Starts the process with {@code settings}, reporting to {@code meters}. */
        RunningProcess start(Map<String, String> settings, MeterRegistry meters) throws Exception;
    }

    private final ConfigDef definition;
    private final Set<String> keysOfOthers;
    private final Starter starter;
    private final CommandSpec spec;

    private ProcessCommand(
            String name, String description, ConfigDef process, Set<String> keysOfOthers, Starter starter) {
        this.definition = new ConfigDef(process)
                .define(
                        HOST,
                        ConfigDef.Type.STRING,
                        "127.0.0.1",
                        ConfigDef.Importance.MEDIUM,
                        "The address /metrics, /livez and /readyz are served on.")
                .define(
                        PORT,
                        ConfigDef.Type.INT,
                        9464,
                        ConfigDef.Range.between(0, 65535),
                        ConfigDef.Importance.MEDIUM,
                        "The port they are served on; 0 takes a free one.");
        this.keysOfOthers = keysOfOthers;
        this.starter = starter;
        this.spec = CommandSpec.wrapWithoutInspection(this);
        spec.name(name).usageMessage().description(description);
    }

    /** Returns the command {@code name} for the process that {@code starter} starts. */
    public static CommandLine create(
            String name, String description, ConfigDef process, Set<String> keysOfOthers, Starter starter) {
        var command = new ProcessCommand(name, description, process, keysOfOthers, starter);
        command.addOptions();
        return new CommandLine(command.spec);
    }

    private void addOptions() {
        spec.mixinStandardHelpOptions(true);
        spec.addOption(OptionSpec.builder("--config")
                .paramLabel("FILE")
                .type(Path.class)
                .description("A properties file with any of the keys below.")
                .build());
        spec.addOption(OptionSpec.builder("--kafka")
                .paramLabel("KEY=VALUE")
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .description("Any Kafka client property, such as security.protocol=SASL_SSL; repeatable.")
                .build());
        definition
                .configKeys()
                .values()
                .forEach(key -> spec.addOption(OptionSpec.builder(flagOf(key.name))
                        .paramLabel(key.type.toString())
                        .type(String.class)
                        .description(describe(key))
                        .build()));
        spec.usageMessage()
                .footer(
                        "",
                        "Each key is also a line KEY=VALUE of the file of --config, with the dots of",
                        "the key, and a variable of the environment: bootstrap.servers is",
                        "SPENDSTREAM_BOOTSTRAP_SERVERS. Flags win over the environment, the",
                        "environment over the file.");
    }

    private static String flagOf(String key) {
        return "--" + key.replace('.', '-');
    }

    private static String describe(ConfigDef.ConfigKey key) {
        var text = new StringBuilder(key.documentation.replace("%", "%%"));
        text.append(" Key: ").append(key.name).append('.');
        if (key.validator != null) {
            text.append(" Range: ")
                    .append(key.validator.toString().replace("%", "%%"))
                    .append('.');
        }
        if (key.hasDefault()) {
            boolean isNone = key.defaultValue == null || List.of().equals(key.defaultValue);
            text.append(" Default: ")
                    .append(isNone ? "none" : String.valueOf(key.defaultValue).replace("%", "%%"))
                    .append('.');
        } else {
            text.append(" Required.");
        }
        return text.toString();
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings = new ProcessSettings(definition, keysOfOthers)
                .merge(
                        spec.commandLine().getParseResult().matchedOptionValue("--config", null),
                        System.getenv(),
                        flags());
        var effective = new AbstractConfig(definition, settings, false);
        effective.values().forEach((key, value) -> LOG.info("{} = {}", key, value));
        return run(settings, effective.getString(HOST), effective.getInt(PORT));
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new TreeMap<>();
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        for (String key : definition.names()) {
            if (parsed.hasMatchedOption(flagOf(key))) {
                flags.put(key, parsed.matchedOptionValue(flagOf(key), ""));
            }
        }
        Map<String, String> passedThrough = parsed.matchedOptionValue("--kafka", Map.of());
        passedThrough.forEach((key, value) -> flags.put(SettingNames.KAFKA_PREFIX + key, value));
        return flags;
    }

    private int run(Map<String, String> settings, String host, int port) throws Exception {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        bindProcessMeters(meters);
        Map<String, String> own = new TreeMap<>(settings);
        own.remove(HOST);
        own.remove(PORT);
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stop, stopped), "shutdown"));
        boolean isHealthy = true;
        try (RunningProcess process = starter.start(own, meters);
                OperationsServer operations =
                        OperationsServer.start(host, port, meters, process::isAlive, process::isReady)) {
            LOG.info("{} is up; metrics and health on http://{}:{}", spec.name(), host, operations.port());
            while (isHealthy && !stop.await(LIVENESS_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                isHealthy = process.isAlive();
            }
            LOG.info("{} {}", spec.name(), isHealthy ? "stops" : "failed and stops");
        } catch (BindException e) {
            var failure = new BindException(
                    "%s; choose another with %s, or 0 for a free one".formatted(e.getMessage(), flagOf(PORT)));
            failure.initCause(e);
            throw failure;
        } finally {
            stopped.countDown();
        }
        return isHealthy ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void awaitStop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            if (!stopped.await(1, TimeUnit.MINUTES)) {
                LOG.warn("closing took longer than a minute; ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void bindProcessMeters(MeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
    }
}
