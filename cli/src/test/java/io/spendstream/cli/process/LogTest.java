package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log as it is configured for the program, not for tests. */
class LogTest {
    private final LoggerContext context = new LoggerContext();
    private ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();

    @BeforeEach
    void configure() throws JoranException {
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger("ROOT").iteratorForAppenders().next();
    }

    @Test
    void neutralisesControlCharactersSoThatNoRecordForgesALine() {
        String line = lineOf("a\nERROR forged\r\u001b[31m\u0085\u009b\u2028\u202eb");

        assertThat(line).endsWith(" - a?ERROR forged??[31m????b\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void keepsEveryOtherText() {
        assertThat(lineOf("Müller said 要約 for $5.00 {x}")).endsWith(" - Müller said 要約 for $5.00 {x}\n");
    }

    @Test
    void goesToStandardErrorInUtc() {
        assertThat(appender.getTarget()).isEqualTo("System.err");
        assertThat(lineOf("x")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  LogTest - x\n");
    }

    @Test
    void dropsOnlyTheMessageOfASequenceThatIsTriedAgain() {
        var filter = new RetriedSequenceFilter();

        assertThat(filter.decide(event("x", new OutOfOrderSequenceException("retried"))))
                .isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event("x", new IllegalStateException("real")))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event("x", null))).isEqualTo(FilterReply.NEUTRAL);
    }

    private String lineOf(String message) {
        var encoder = (PatternLayoutEncoder) appender.getEncoder();
        return new String(encoder.encode(event(message, null)), StandardCharsets.UTF_8);
    }

    private ILoggingEvent event(String message, @org.jspecify.annotations.Nullable Throwable failure) {
        return new LoggingEvent(
                LogTest.class.getName(), context.getLogger(LogTest.class), Level.WARN, message, failure, new Object[0]);
    }
}
