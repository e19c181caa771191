package io.spendstream.faults.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address that nobody listens on, below those the operating system lends out. */
final class FreePort {
    private static final int MIN = 20_000;
    private static final int MAX = 30_000;

    private final Set<Integer> given = new HashSet<>();

    /** Returns one that it has not returned before. */
    int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
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
}
