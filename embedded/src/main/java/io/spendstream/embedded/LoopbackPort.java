package io.spendstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Finds out whether a port of the loopback address can be listened on, and chooses one that can. */
public final class LoopbackPort {
    static final String HOST = "127.0.0.1";

    private static final byte[] ADDRESS = {127, 0, 0, 1};

    /** Below the range operating systems lend to outgoing connections, so that none of those takes it before we do. */
    private static final int CHOSEN_MIN = 20_000;

    private static final int CHOSEN_MAX = 30_000;
    private static final int CHOICES_MAX = 200;

    private LoopbackPort() {}

    /** Throws unless {@code port} is 0 or can be listened on. */
    static void requireFree(String server, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port for %s must be 0..65535: %d".formatted(server, port));
        }
        if (port != 0 && !isFree(port)) {
            throw new PortInUseException(server, port);
        }
    }

    /** Returns a free port, drawn at random so that processes which start together rarely draw the same. */
    static int choose() {
        return chooseOtherThan(Set.of());
    }

    /** Returns a free port that is not {@code promised} to other listeners. */
    public static int chooseOtherThan(Set<Integer> promised) {
        for (int choice = 0; choice < CHOICES_MAX; choice++) {
            int port = ThreadLocalRandom.current().nextInt(CHOSEN_MIN, CHOSEN_MAX);
            if (!promised.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedServerException("no free port found between %d and %d on %s in %d attempts"
                .formatted(CHOSEN_MIN, CHOSEN_MAX, HOST, CHOICES_MAX));
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
