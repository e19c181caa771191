package io.spendstream.faults.inject;

import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.process.SmallDisk;
import io.spendstream.faults.process.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Faults of what the processes stand on: the database, the wires, the disks, and what people do meanwhile. */
public final class WorldFaults {
    private static final int SLOW_BYTES_PER_SECOND = 150_000;
    private static final int LATENCY_MILLIS = 60;
    private static final int WIRE_MILLIS = 5_000;
    private static final int LOCK_SECONDS = 4;
    private static final int FULL_MILLIS = 4_000;
    private static final int COMMITS_CUT = 5;
    private static final int COMMIT_MILLIS_MAX = 4_000;
    private static final int CUT_BYTES_MAX = 200_000;
    private static final String CUT_OFF =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'spendstream'";

    private final Cluster cluster;
    private final RawSender sender;

    /** Makes faults of {@code cluster}; {@code sender} sends what no agent does. */
    public WorldFaults(Cluster cluster, RawSender sender) {
        this.cluster = cluster;
        this.sender = sender;
    }

    /** Returns those of the database, the wires and the disks. */
    public List<Fault> all() {
        List<Fault> faults = new ArrayList<>(database());
        faults.addAll(wires());
        faults.addAll(disks());
        return faults;
    }

    /** Returns the faults of the database. */
    public List<Fault> database() {
        return List.of(
                new Fault("kill -9 PostgreSQL", this::killDatabase),
                new Fault("stop PostgreSQL immediately", this::stopDatabase),
                new Fault("cut PostgreSQL's connections", this::terminateBackends),
                new Fault("lock the table", this::lock),
                new Fault("statement timeout of 15 ms", this::timeOut),
                new Fault("cut connections during COMMIT", this::cutCommits));
    }

    private List<Fault> wires() {
        return List.of(
                new Fault(
                        "slow wire to a stream processor",
                        random -> wire(processorWire(random), wire -> wire.limit(SLOW_BYTES_PER_SECOND))),
                new Fault(
                        "slow wire to the sinks",
                        random -> wire(cluster.sinkWire(), wire -> wire.limit(SLOW_BYTES_PER_SECOND))),
                new Fault(
                        "late wire to PostgreSQL",
                        random -> wire(cluster.databaseWire(), wire -> wire.delay(LATENCY_MILLIS))),
                new Fault("agents cut off", random -> wire(cluster.agentWire(), WorldFaults::cutOff)),
                new Fault("stream processor cut off", random -> wire(processorWire(random), WorldFaults::cutOff)),
                new Fault("sinks cut off", random -> wire(cluster.sinkWire(), WorldFaults::cutOff)),
                new Fault("wire to the agents swallows", random -> wire(cluster.agentWire(), TcpProxy::swallow)),
                new Fault("wire to PostgreSQL swallows", random -> wire(cluster.databaseWire(), TcpProxy::swallow)),
                new Fault(
                        "wire to a stream processor swallows",
                        random -> wire(processorWire(random), TcpProxy::swallow)),
                new Fault("wires cut after some bytes", this::cutAfterBytes));
    }

    /** Returns what people do meanwhile, and what strangers send. */
    public List<Fault> people() {
        return List.of(
                new Fault("send the whole usage topic again", random -> sender.sendAllAgain()),
                new Fault("send hostile records", random -> sender.sendHostile()),
                new Fault("change prices", random -> cluster.changePrices()),
                new Fault("change a budget", random -> cluster.changeBudgets()));
    }

    private List<Fault> disks() {
        if (!cluster.databaseDisk().canFill()) {
            if (System.getenv("CI") != null) {
                throw new IllegalStateException(
                        "no small file system can be mounted here, so no disk can be filled; run as root");
            }
            return List.of();
        }
        return List.of(
                new Fault("journal's disk full", random -> fill(cluster.journalDisk())),
                new Fault("broker's disk full", random -> fill(cluster.brokerDisk())),
                new Fault("PostgreSQL's disk full", random -> fillDatabase()));
    }

    private TcpProxy processorWire(Random random) {
        List<TcpProxy> wires = cluster.processorWires();
        return wires.get(random.nextInt(wires.size()));
    }

    private static void wire(TcpProxy wire, Consumer<TcpProxy> change) throws InterruptedException {
        change.accept(wire);
        Thread.sleep(WIRE_MILLIS);
        wire.heal();
    }

    private static void cutOff(TcpProxy wire) {
        wire.refuse();
        wire.cut();
    }

    private void cutAfterBytes(Random random) throws InterruptedException {
        List<TcpProxy> wires = new ArrayList<>(cluster.processorWires());
        wires.add(cluster.agentWire());
        wires.add(cluster.sinkWire());
        wires.add(cluster.databaseWire());
        wires.forEach(wire -> wire.cutAfter(1 + random.nextInt(CUT_BYTES_MAX)));
        Thread.sleep(WIRE_MILLIS);
        wires.forEach(TcpProxy::heal);
    }

    private void killDatabase(Random random) throws Exception {
        cluster.database().kill();
        Thread.sleep(random.nextInt(1_500));
        cluster.database().startAgain();
    }

    private void stopDatabase(Random random) throws InterruptedException {
        cluster.database().stopImmediately();
        Thread.sleep(random.nextInt(3_000));
        cluster.database().startAgain();
    }

    private void terminateBackends(Random random) throws SQLException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            cluster.database().run(CUT_OFF);
            Thread.sleep(random.nextInt(300));
        }
    }

    private void lock(Random random) throws SQLException {
        String table = random.nextBoolean() ? "token_usage" : "sink_position";
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(table));
            statement.execute("SELECT pg_sleep(%d)".formatted(LOCK_SECONDS));
            connection.rollback();
        }
    }

    private void timeOut(Random random) throws SQLException, InterruptedException {
        cluster.database().run("ALTER DATABASE spendstream SET statement_timeout = '15ms'", CUT_OFF);
        try {
            lock(random);
        } finally {
            cluster.database()
                    .run("SET statement_timeout = 0", "ALTER DATABASE spendstream RESET statement_timeout", CUT_OFF);
        }
    }

    private void cutCommits(Random random) throws InterruptedException {
        TcpProxy wire = cluster.databaseWire();
        int cut = 0;
        for (int i = 0; i < COMMITS_CUT; i++) {
            wire.cutNextCommit();
            long deadline = System.nanoTime() + COMMIT_MILLIS_MAX * 1_000_000L;
            while (wire.isCuttingCommit() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            cut += wire.isCuttingCommit() ? 0 : 1;
            Thread.sleep(random.nextInt(200));
        }
        wire.heal();
        if (cut == 0) {
            throw new IllegalStateException("no COMMIT came by to be cut");
        }
    }

    private static void fill(SmallDisk disk) throws Exception {
        disk.fill();
        Thread.sleep(FULL_MILLIS);
        disk.empty();
    }

    /** A server that cannot extend a table refuses and goes on; one that cannot write its log ends. */
    private void fillDatabase() throws Exception {
        fill(cluster.databaseDisk());
        if (!cluster.database().answers()) {
            cluster.database().startAgain();
        }
    }
}
