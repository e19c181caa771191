package io.spendstream.faults.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire between two processes that can be slow, cut, or swallow what it is given. It listens on a port of its own and
 * passes everything on to another. Thread-safe; what is set holds for connections there are and connections to come.
 */
public final class TcpProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);
    private static final int CHUNK_BYTES = 8 << 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final byte[] COMMITTED = "COMMIT\0".getBytes(ISO_8859_1);

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong nextFree = new AtomicLong(System.nanoTime());
    private final AtomicLong bytesUntilCut = new AtomicLong(Long.MAX_VALUE);

    private volatile int bytesPerSecond;
    private volatile int latencyMillis;
    private volatile boolean isRefusing;
    private volatile boolean isHole;
    private volatile boolean isCuttingCommit;

    private TcpProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts one that passes on to {@code target}, a port of the loopback address. */
    public static TcpProxy start(int target) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var proxy = new TcpProxy(server, target);
        run("proxy-" + target, proxy::accept);
        return proxy;
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Lets at most so many bytes pass in a second, over all connections; 0 for any number. */
    public void limit(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Holds every chunk back for so long. */
    public void delay(int millis) {
        latencyMillis = millis;
    }

    /** Refuses new connections. */
    public void refuse() {
        isRefusing = true;
    }

    /** Swallows everything, both ways, and leaves the connections open. */
    public void swallow() {
        isHole = true;
    }

    /** Cuts the connection on which a database next says that it committed, without passing that on. */
    public void cutNextCommit() {
        isCuttingCommit = true;
    }

    /** Returns whether that has not happened yet. */
    public boolean isCuttingCommit() {
        return isCuttingCommit;
    }

    /** Cuts all connections after so many more bytes. */
    public void cutAfter(long bytes) {
        bytesUntilCut.set(bytes);
    }

    /** Cuts all connections at once. */
    public void cut() {
        sockets.forEach(TcpProxy::reset);
        sockets.clear();
    }

    /** Passes everything on again. What a hole has swallowed is gone, so its connections are cut. */
    public void heal() {
        boolean wasHole = isHole;
        bytesPerSecond = 0;
        latencyMillis = 0;
        isRefusing = false;
        isHole = false;
        isCuttingCommit = false;
        bytesUntilCut.set(Long.MAX_VALUE);
        if (wasHole) {
            cut();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (isRefusing) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.debug("proxy to {}: {}", target, e.getMessage());
                }
            }
        }
    }

    private void connect(Socket client) {
        var upstream = new Socket();
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException e) {
            reset(client);
            reset(upstream);
            return;
        }
        sockets.add(client);
        sockets.add(upstream);
        run("proxy-up-" + target, () -> pump(client, upstream, false));
        run("proxy-down-" + target, () -> pump(upstream, client, true));
    }

    private void pump(Socket from, Socket to, boolean isReply) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (isReply && isCuttingCommit && contains(chunk, read, COMMITTED)) {
                    isCuttingCommit = false;
                    break;
                }
                pace(read);
                if (isCutDue(read)) {
                    cut();
                    break;
                }
                if (!isHole) {
                    out.write(chunk, 0, read);
                }
            }
        } catch (IOException e) {
            LOG.trace("connection to {} ended: {}", target, e.getMessage());
        }
        reset(from);
        reset(to);
        sockets.remove(from);
        sockets.remove(to);
    }

    private boolean isCutDue(int bytes) {
        if (bytesUntilCut.get() == Long.MAX_VALUE || bytesUntilCut.addAndGet(-bytes) > 0) {
            return false;
        }
        bytesUntilCut.set(Long.MAX_VALUE);
        return true;
    }

    private void pace(int bytes) {
        int limit = bytesPerSecond;
        if (limit > 0) {
            long cost = bytes * NANOS_PER_SECOND / limit;
            long now = System.nanoTime();
            long free = nextFree.updateAndGet(before -> Math.max(before, now) + cost);
            LockSupport.parkNanos(free - now);
        }
        if (latencyMillis > 0) {
            LockSupport.parkNanos(latencyMillis * 1_000_000L);
        }
    }

    private static boolean contains(byte[] chunk, int length, byte[] sought) {
        for (int i = 0; i + sought.length <= length; i++) {
            int j = 0;
            while (j < sought.length && chunk[i + j] == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return true;
            }
        }
        return false;
    }

    /** Ends a connection the hard way, so that the other side notices at once. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.trace("already closed: {}", e.getMessage());
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.trace("already closed: {}", e.getMessage());
        }
    }

    private static void run(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
