package io.spendstream.contract.failpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A point and what happens when it is reached for the n-th time.
 *
 * <pre>
 * setting := name ":" nth [ ":" action ]
 * nth     := 1, 2, 3 …
 * action  := "halt" | "throw" | "pause-" milliseconds      halt unless it is said
 * </pre>
 *
 * <p>Thread-safe.
 */
final class Armed {
    /** What {@code kill -9} makes a process exit with. */
    static final int KILLED = 137;

    private static final Logger LOG = LoggerFactory.getLogger(FailPoint.class);
    private static final Pattern SETTING =
            Pattern.compile("([^:]+):([1-9][0-9]{0,17})(?::(halt|throw|pause-([0-9]{1,9})))?");

    private final FailPoint point;
    private final long nth;
    private final String actionName;
    private final Runnable action;
    private final AtomicLong hits = new AtomicLong();

    private Armed(FailPoint point, long nth, String actionName, Runnable action) {
        this.point = point;
        this.nth = nth;
        this.actionName = actionName;
        this.action = action;
    }

    /**
     * Reads {@code setting}.
     *
     * @throws ConfigException if it is not one, naming all points there are
     */
    static Armed of(String setting) {
        Matcher parts = SETTING.matcher(setting);
        if (!parts.matches()) {
            throw new ConfigException(
                    FailPoint.PROPERTY, setting, "must be <name>:<nth hit>[:halt|throw|pause-<milliseconds>]");
        }
        FailPoint point = find(setting, parts.group(1));
        String actionName = parts.group(3) == null ? "halt" : parts.group(3);
        return new Armed(point, Long.parseLong(parts.group(2)), actionName, action(point, actionName, parts.group(4)));
    }

    private static FailPoint find(String setting, String name) {
        return Arrays.stream(FailPoint.values())
                .filter(point -> point.pointName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        FailPoint.PROPERTY,
                        setting,
                        "there is no point %s; there are %s"
                                .formatted(
                                        name,
                                        Arrays.stream(FailPoint.values())
                                                .map(FailPoint::pointName)
                                                .collect(Collectors.joining(", ")))));
    }

    private static Runnable action(FailPoint point, String name, String millis) {
        return switch (name) {
            case "halt" -> () -> Runtime.getRuntime().halt(KILLED);
            case "throw" ->
                () -> {
                    throw new FailPointException("failed on purpose at " + point.pointName());
                };
            default -> {
                Duration pause = Duration.ofMillis(Long.parseLong(millis));
                yield () -> pause(pause);
            }
        };
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts that {@code reached} was reached, and acts if it is the n-th time. */
    void hit(FailPoint reached) {
        if (reached == point && hits.incrementAndGet() == nth) {
            LOG.warn("{} is reached for hit {}: {}", point.pointName(), nth, actionName);
            action.run();
        }
    }

    @Override
    public String toString() {
        return "%s at hit %d of %s (%s)".formatted(actionName, nth, point.pointName(), point.between());
    }
}
