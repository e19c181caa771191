package io.spendstream.notifier.channel;

import io.spendstream.contract.AlertSeverity;
import io.spendstream.notifier.http.Poster;
import io.spendstream.notifier.http.Reply;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process' own log: one line an alert, a warning unless it is only good to know. */
public record LogChannel(String name, Route route) implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger("io.spendstream.alerts");
    private static final Reply LOGGED = new Reply(200, Optional.empty(), "logged");

    @Override
    public String target() {
        return "the log";
    }

    @Override
    public Reply send(Notice notice, Poster poster, Instant now) {
        if (notice.isResolved() || notice.severity() == AlertSeverity.INFO) {
            LOG.info("{}", notice.message());
        } else {
            LOG.warn("{}", notice.message());
        }
        return LOGGED;
    }
}
