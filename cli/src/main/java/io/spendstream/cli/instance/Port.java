package io.spendstream.cli.instance;

import io.spendstream.cli.progress.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port to listen on at loopback.
 *
 * @param flag the flag that changes it
 * @param number the port; 0 takes a free one
 * @param isGiven whether somebody asked for this very port, so that another will not do
 */
public record Port(String flag, int number, boolean isGiven) {
    public Port {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("%s must be in 0..65535: %d".formatted(flag, number));
        }
    }

    /**
     * Returns this port's number if it can be listened on, else a free one, which is said to {@code progress}. 0 stays 0:
     * the server chooses, and chooses again what it had last time.
     *
     * @throws IllegalStateException if the port was asked for and is taken; the message names it and the flag
     */
    int claim(String server, Progress progress) throws IOException {
        if (number == 0 || isFree(number)) {
            return number;
        }
        if (isGiven) {
            throw new IllegalStateException("port %d for %s is taken; choose another with %s, or 0 for a free one"
                    .formatted(number, server, flag));
        }
        int chosen = free();
        progress.say("  port %d for %s is taken, using %d (choose with %s)".formatted(number, server, chosen, flag));
        return chosen;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
