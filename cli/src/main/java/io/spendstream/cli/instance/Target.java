package io.spendstream.cli.instance;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check or a measurement works on: the installation that the flags or the data folder lead to, or, where there
 * is none, a throw-away instance that {@link #close} removes.
 */
public final class Target implements AutoCloseable {
    private final Connection connection;
    private final @Nullable ThrowAway throwAway;

    private Target(Connection connection, @Nullable ThrowAway throwAway) {
        this.connection = connection;
        this.throwAway = throwAway;
    }

    /** Returns what {@code options} lead to, or starts a throw-away instance. */
    public static Target open(ConnectionOptions options, Progress progress) throws Exception {
        Optional<Connection> running = options.find();
        if (running.isPresent()) {
            return new Target(running.get(), null);
        }
        progress.say("no instance runs on %s; starting a throw-away one".formatted(options.data()));
        return throwAway(progress);
    }

    /** Starts a throw-away instance, whatever runs besides. It also goes where the process is asked to end. */
    public static Target throwAway(Progress progress) throws Exception {
        var started = ThrowAway.start(progress);
        return new Target(started.instance().connection(), started);
    }

    /** Returns how to talk to it. */
    public Connection connection() {
        return connection;
    }

    /** Returns where its page is, if it was started for this occasion. */
    public Optional<URI> consoleUrl() {
        return Optional.ofNullable(throwAway).map(started -> started.instance().consoleUrl());
    }

    /** Returns whether it was started for this occasion, so that nobody else uses it. */
    public boolean isThrowAway() {
        return throwAway != null;
    }

    @Override
    public void close() throws IOException {
        if (throwAway != null) {
            throwAway.close();
        }
    }
}
