package io.spendstream.embedded;

import io.spendstream.contract.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of the one broker that is its own controller: small, on the loopback address, and slow to forget. */
record BrokerSettings(Path logDirectory, int port, int controllerPort, List<BrokerDoor> doors) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String BROKER_LISTENER = "BROKER";
    private static final int RECORD_OVERHEAD_BYTES = 64 << 10;

    /** Longer than topics keep their records: a pipeline switched off over a holiday resumes where it stopped. */
    private static final Duration OFFSETS_RETENTION = Topic.RETENTION.multipliedBy(3);

    /**
     * How long the controller believes in a broker it does not hear. After a kill the next start waits that long, because
     * the controller takes the new broker for a second one with the same id.
     */
    private static final Duration SESSION = Duration.ofSeconds(3);

    private static final int HEARTBEATS_PER_SESSION = 6;

    Map<String, String> toMap() {
        var settings = new TreeMap<String, String>();
        addIdentity(settings);
        addInternalTopics(settings);
        addSizes(settings);
        return settings;
    }

    private void addIdentity(Map<String, String> settings) {
        String broker = BROKER_LISTENER + "://" + LoopbackPort.HOST + ":" + port;
        String controller = CONTROLLER_LISTENER + "://" + LoopbackPort.HOST + ":" + controllerPort;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPort.HOST + ":" + controllerPort);
        var listeners = new StringBuilder(broker + "," + controller);
        var advertised = new StringBuilder(broker);
        var protocols = new StringBuilder(BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        for (BrokerDoor door : doors) {
            listeners.append(door.listener(door.port()));
            advertised.append(door.listener(door.advertisedPort()));
            protocols.append(',').append(door.name()).append(":PLAINTEXT");
        }
        settings.put("listeners", listeners.toString());
        settings.put("advertised.listeners", advertised.toString());
        settings.put("listener.security.protocol.map", protocols.toString());
        settings.put("inter.broker.listener.name", BROKER_LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("log.dirs", logDirectory.toString());
        settings.put("broker.session.timeout.ms", String.valueOf(SESSION.toMillis()));
        settings.put(
                "broker.heartbeat.interval.ms",
                String.valueOf(SESSION.dividedBy(HEARTBEATS_PER_SESSION).toMillis()));
    }

    private static void addInternalTopics(Map<String, String> settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.retention.minutes", String.valueOf(OFFSETS_RETENTION.toMinutes()));
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void addSizes(Map<String, String> settings) {
        settings.put("message.max.bytes", String.valueOf(Topic.REQUEST_BYTES_MAX + RECORD_OVERHEAD_BYTES));
        settings.put("log.segment.bytes", String.valueOf(256 << 20));
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        settings.put(
                "log.retention.check.interval.ms",
                String.valueOf(Duration.ofMinutes(1).toMillis()));
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put(
                "server.max.startup.time.ms",
                String.valueOf(Duration.ofMinutes(5).toMillis()));
    }
}
