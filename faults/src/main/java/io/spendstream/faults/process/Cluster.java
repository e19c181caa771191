package io.spendstream.faults.process;

import io.spendstream.cli.Spendstream;
import io.spendstream.contract.TopicSetup;
import io.spendstream.embedded.LoopbackPort;
import io.spendstream.faults.verify.BudgetCheck;
import io.spendstream.faults.verify.TopicReader;
import io.spendstream.faults.workload.PriceTable;
import io.spendstream.faults.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;

/** All processes of a run and the wires between them. What is public here is what faults are made of. */
public final class Cluster implements AutoCloseable {
    /** The names of the agents, which are also the agents of the events. */
    public static final List<String> AGENTS = List.of("agent-a", "agent-b");

    private static final int PARTITIONS = 4;
    private static final int JOURNAL_MEGABYTES = 8;
    private static final int SERVER_MEGABYTES = 2_000;
    private static final Duration TRY_FOR = Duration.ofMinutes(2);
    private static final long TRY_PAUSE_MILLIS = 500;
    private static final String HOST = "127.0.0.1:";

    /** Session timeouts shorter than a stop, so that a process that was stopped finds its work in other hands. */
    private static final List<String> PROCESSOR_TIMES = List.of(
            "--kafka",
            "main.consumer.session.timeout.ms=6000",
            "--kafka",
            "main.consumer.heartbeat.interval.ms=1500",
            "--kafka",
            "producer.transaction.timeout.ms=12000");

    private static final List<String> SINK_TIMES =
            List.of("--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1500");

    private final Path directory;
    private final Recipe recipe;
    private final Workload workload;
    private final PriceTable prices;
    private final Set<Integer> ports = new HashSet<>();
    private final int brokerPort = freePort();
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final List<TcpProxy> processorWires = new ArrayList<>();
    private final List<String> doors = new ArrayList<>();
    private final List<SmallDisk> disks = new ArrayList<>();
    private final List<ManagedProcess> agents = new ArrayList<>();
    private final Instances processors = new Instances("processor", this::freePort, this::processor);
    private final Instances sinks = new Instances("sink", this::freePort, this::sink);
    private final SmallDisk journalDisk;
    private final SmallDisk brokerDisk;
    private final SmallDisk databaseDisk;
    private final Database database;
    private final TcpProxy agentWire;
    private final TcpProxy sinkWire;
    private final TcpProxy databaseWire;
    private final ManagedProcess broker;

    private Cluster(Path directory, Recipe recipe) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.recipe = recipe;
        this.workload = new Workload(recipe.seed(), Instant.now(), recipe.perSecond());
        this.prices = new PriceTable(workload.base());
        journalDisk = disk("journal-b", JOURNAL_MEGABYTES);
        brokerDisk = disk("broker", SERVER_MEGABYTES);
        databaseDisk = disk("database", SERVER_MEGABYTES);
        database = Database.start(databaseDisk.data());
        databaseWire = proxy(TcpProxy.start(database.port()));
        agentWire = door("AGENTS");
        processorWires.add(door("PROCESSOR_A"));
        processorWires.add(door("PROCESSOR_B"));
        sinkWire = door("SINKS");
        List<String> arguments = new ArrayList<>(List.of(brokerDisk.data().toString(), String.valueOf(brokerPort)));
        arguments.addAll(doors);
        broker = process("broker", BrokerProgram.class.getName(), arguments);
    }

    /** Starts a run's processes in {@code directory} and waits until they have topics and budgets. */
    public static Cluster start(Path directory, Recipe recipe) throws Exception {
        var cluster = new Cluster(directory, recipe);
        try {
            cluster.start();
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private SmallDisk disk(String name, int megabytes) throws IOException, InterruptedException {
        SmallDisk disk = SmallDisk.make(directory.resolve(name), megabytes);
        disks.add(disk);
        return disk;
    }

    private TcpProxy proxy(TcpProxy proxy) {
        proxies.add(proxy);
        return proxy;
    }

    private TcpProxy door(String name) throws IOException {
        int port = freePort();
        TcpProxy proxy = proxy(TcpProxy.start(port));
        doors.add("%s:%d:%d".formatted(name, port, proxy.port()));
        return proxy;
    }

    private ManagedProcess process(String name, String main, List<String> arguments) {
        return ManagedProcess.of(name, directory, Release.own(), main, arguments);
    }

    private void start() throws Exception {
        Files.writeString(directory.resolve("prices.yaml"), prices.firstBook());
        Files.writeString(directory.resolve("prices-2.yaml"), prices.secondBook());
        Files.writeString(directory.resolve("budgets.yaml"), BudgetCheck.firstDefinitions());
        Files.writeString(directory.resolve("budgets-2.yaml"), BudgetCheck.lastDefinitions());
        Files.writeString(directory.resolve("password"), database.password());
        broker.start();
        attempt("topics", this::createTopics);
        attempt("budgets", () -> command("budgets", "apply", file("budgets.yaml")));
        Path previous = recipe.previous();
        Release first = previous == null ? Release.own() : Release.in(previous);
        for (int i = 0; i < 2; i++) {
            processors.add(first);
            sinks.add(first);
            agents.add(agent(i));
        }
        everything().forEach(ManagedProcess::start);
    }

    private ManagedProcess processor(String name, int place, int operationsPort, Release release) {
        List<String> arguments = new ArrayList<>(List.of(
                "stream-processor",
                "--bootstrap-servers",
                HOST + processorWires.get(place).port(),
                "--instance-id",
                name,
                "--state-dir",
                stateOf(name).toString(),
                "--topic-partitions",
                String.valueOf(PARTITIONS),
                "--replication-factor",
                "1",
                "--price-book",
                file("prices.yaml"),
                "--operations-port",
                String.valueOf(operationsPort)));
        arguments.addAll(PROCESSOR_TIMES);
        return ManagedProcess.of(name, directory, release, recipe.processorMain(), arguments);
    }

    /** All sinks share one wire, so the place of one makes no difference. */
    private ManagedProcess sink(String name, int place, int operationsPort, Release release) {
        List<String> arguments = new ArrayList<>(List.of(
                "sink",
                "--bootstrap-servers",
                HOST + sinkWire.port(),
                "--jdbc-url",
                "jdbc:postgresql://%s%d/spendstream".formatted(HOST, databaseWire.port()),
                "--jdbc-user",
                database.user(),
                "--jdbc-password-file",
                file("password"),
                "--operations-port",
                String.valueOf(operationsPort)));
        arguments.addAll(SINK_TIMES);
        return ManagedProcess.of(name, directory, release, recipe.sinkMain(), arguments);
    }

    /** The second agent lives on another host, whose disk is small. */
    private ManagedProcess agent(int index) {
        String name = AGENTS.get(index);
        Path journal = index == 0 ? directory.resolve("journal-a") : journalDisk.data();
        return process(
                name,
                AgentProgram.class.getName(),
                List.of(
                        name,
                        directory.toString(),
                        String.valueOf(workload.seed()),
                        workload.base().toString(),
                        String.valueOf(workload.perSecond()),
                        HOST + agentWire.port(),
                        journal.toString()));
    }

    private boolean createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            TopicSetup.ensure(admin, PARTITIONS, (short) 1);
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", e);
        }
    }

    /** Runs a command of the program against the broker, past all proxies; returns whether it succeeded. */
    private boolean command(String... arguments) {
        List<String> full = new ArrayList<>(List.of(arguments));
        full.addAll(List.of("--bootstrap-servers", bootstrapServers()));
        var said = new StringWriter();
        CommandLine program =
                Spendstream.commandLine().setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        return program.execute(full.toArray(String[]::new)) == CommandLine.ExitCode.OK;
    }

    private static void attempt(String what, Supplier<Boolean> work) throws InterruptedException {
        long deadline = System.nanoTime() + TRY_FOR.toNanos();
        while (!work.get()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s could not be made within %s".formatted(what, TRY_FOR));
            }
            Thread.sleep(TRY_PAUSE_MILLIS);
        }
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Puts the second price book in force. */
    public void changePrices() throws InterruptedException {
        attempt("prices", () -> command("prices", "apply", file("prices-2.yaml")));
    }

    /** Replaces a stream processor by one of this build: of the previous release as long as there is one. */
    public void replaceProcessor(Random random) throws InterruptedException {
        replace(processors, random);
    }

    /** Replaces a sink in the same way. */
    public void replaceSink(Random random) throws InterruptedException {
        replace(sinks, random);
    }

    private static void replace(Instances instances, Random random) throws InterruptedException {
        List<Integer> old = instances.placesNotOf(Release.own());
        int place = old.isEmpty() ? random.nextInt(instances.processes().size()) : old.get(0);
        instances.replace(place, Release.own());
    }

    /** Replaces what is left of the previous release. */
    public void finishUpgrade() throws InterruptedException {
        for (Instances instances : List.of(processors, sinks)) {
            for (int place : instances.placesNotOf(Release.own())) {
                instances.replace(place, Release.own());
            }
        }
    }

    /** Changes the limit of a budget. */
    public void changeBudgets() throws InterruptedException {
        attempt("budgets", () -> command("budgets", "apply", file("budgets-2.yaml")));
    }

    /** Tells the agents to make no more calls. */
    public void stopCalls() throws IOException {
        Files.writeString(AgentProgram.stopFile(directory), "");
    }

    /** Makes everything work again that faults have broken. */
    public void heal() throws IOException {
        proxies.forEach(TcpProxy::heal);
        for (SmallDisk disk : disks) {
            disk.empty();
        }
        everything().forEach(ManagedProcess::resume);
        everything().forEach(ManagedProcess::start);
    }

    /** Returns every Java process. */
    public List<ManagedProcess> everything() {
        List<ManagedProcess> all = new ArrayList<>(List.of(broker));
        all.addAll(processors.processes());
        all.addAll(sinks.processes());
        all.addAll(agents);
        return all;
    }

    /** Returns every process there was, and that another has replaced. */
    public List<ManagedProcess> replaced() {
        List<ManagedProcess> all = new ArrayList<>(processors.replaced());
        all.addAll(sinks.replaced());
        return all;
    }

    /** Returns where the state of the processor {@code name} is. */
    public Path stateOf(String name) {
        return directory.resolve("state-" + name);
    }

    public Path directory() {
        return directory;
    }

    public Workload workload() {
        return workload;
    }

    public PriceTable prices() {
        return prices;
    }

    public Recipe recipe() {
        return recipe;
    }

    /** Returns the way to the broker past all proxies. */
    public String bootstrapServers() {
        return HOST + brokerPort;
    }

    /** Returns a reader past all proxies. */
    public TopicReader reader() {
        return new TopicReader(bootstrapServers());
    }

    public String metricsUrls() {
        return String.join(",", sinks.metricsUrls());
    }

    public Database database() {
        return database;
    }

    public ManagedProcess broker() {
        return broker;
    }

    public List<ManagedProcess> agents() {
        return agents;
    }

    public List<ManagedProcess> processors() {
        return processors.processes();
    }

    public List<ManagedProcess> sinks() {
        return sinks.processes();
    }

    public TcpProxy agentWire() {
        return agentWire;
    }

    public List<TcpProxy> processorWires() {
        return processorWires;
    }

    public TcpProxy sinkWire() {
        return sinkWire;
    }

    public TcpProxy databaseWire() {
        return databaseWire;
    }

    public SmallDisk journalDisk() {
        return journalDisk;
    }

    public SmallDisk brokerDisk() {
        return brokerDisk;
    }

    public SmallDisk databaseDisk() {
        return databaseDisk;
    }

    @Override
    public void close() throws IOException {
        everything().forEach(ManagedProcess::close);
        for (TcpProxy proxy : proxies) {
            proxy.close();
        }
        database.close();
        for (SmallDisk disk : disks) {
            disk.close();
        }
    }

    /** Returns a port that nobody listens on, and that it has not returned before. */
    private synchronized int freePort() {
        int port = LoopbackPort.chooseOtherThan(ports);
        ports.add(port);
        return port;
    }
}
