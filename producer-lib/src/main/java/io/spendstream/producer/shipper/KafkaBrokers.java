package io.spendstream.producer.shipper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The brokers of a real cluster.
 *
 * <p>A Kafka client logs every attempt to reach a broker that is away, for as long as it is away. In an agent that would
 * bury everything else, so no client is made until a plain connection to one of the brokers succeeds.
 */
public final class KafkaBrokers implements Brokers {
    private static final int CONNECT_MILLIS_MAX = 1_000;

    private final List<String> bootstrapServers;
    private final Map<String, Object> settings;

    /** Creates the way to {@code bootstrapServers}, with the {@code settings} of a producer; nothing is connected yet. */
    public KafkaBrokers(List<String> bootstrapServers, Map<String, Object> settings) {
        this.bootstrapServers = List.copyOf(bootstrapServers);
        this.settings = settings;
    }

    @Override
    public Producer<byte[], byte[]> connect() {
        List<String> failures = knock();
        if (failures.size() == bootstrapServers.size()) {
            throw new KafkaException("no broker can be reached: " + String.join(", ", failures));
        }
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public boolean areReachable() {
        return knock().size() < bootstrapServers.size();
    }

    /** Tries the brokers until one answers; returns what became of those before it. */
    private List<String> knock() {
        List<String> failures = new ArrayList<>();
        for (String server : bootstrapServers) {
            try (var socket = new Socket()) {
                socket.connect(addressOf(server), CONNECT_MILLIS_MAX);
                break;
            } catch (IOException | IllegalArgumentException e) {
                failures.add(server + " (" + e + ")");
            }
        }
        return failures;
    }

    private static InetSocketAddress addressOf(String server) {
        String host = Utils.getHost(server);
        Integer port = Utils.getPort(server);
        if (host == null || port == null) {
            throw new IllegalArgumentException("not host:port");
        }
        return new InetSocketAddress(host, port);
    }
}
