package io.spendstream.embedded;

/** The port asked for belongs to somebody else; nothing was written. */
public final class PortInUseException extends EmbeddedServerException {
    private final String server;
    private final int port;

    PortInUseException(String server, int port) {
        super("port %d for %s is in use by another program; stop it or choose another port (0 chooses a free one)"
                .formatted(port, server));
        this.server = server;
        this.port = port;
    }

    /** Returns the server that wanted the port, as people call it. */
    public String server() {
        return server;
    }

    /** Returns the port that is taken. */
    public int port() {
        return port;
    }
}
