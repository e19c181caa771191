package io.spendstream.embedded;

/**
 * A further way into the embedded broker, for clients behind a proxy: whoever comes in by it is told to come back to
 * another port.
 *
 * @param name what the broker calls it, in capital letters
 * @param port the port the broker listens on
 * @param advertisedPort the port clients are sent to
 */
public record BrokerDoor(String name, int port, int advertisedPort) {
    public BrokerDoor {
        if (!name.matches("[A-Z_]+")) {
            throw new IllegalArgumentException("the name of a broker's door must be capital letters: " + name);
        }
    }

    String listener(int onPort) {
        return ",%s://%s:%d".formatted(name, LoopbackPort.HOST, onPort);
    }
}
