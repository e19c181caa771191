package io.spendstream.cli.connection;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.settings.SettingNames;
import io.spendstream.sink.report.LedgerReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where an installation is: what a command must know to talk to it. An all-in-one instance writes its own into the
 * file {@code instance.properties} of its data folder, readable by its owner only, and removes it when it stops.
 *
 * @param bootstrapServers the Kafka brokers
 * @param jdbcUrl the database; empty for a command that needs none and was told none
 * @param jdbcUser the database user, likewise
 * @param jdbcPassword the database password
 * @param metricsUrl where {@code /metrics} is, if that is known; several separated by commas
 * @param journalDirectory where events for it wait until its Kafka has acknowledged them
 * @param kafka further Kafka client properties
 */
public record Connection(
        String bootstrapServers,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword,
        Optional<String> metricsUrl,
        Path journalDirectory,
        Map<String, String> kafka) {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String FILE_NAME = "instance.properties";

    public Connection {
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(jdbcUrl, "jdbcUrl");
        requireNonNull(jdbcUser, "jdbcUser");
        requireNonNull(jdbcPassword, "jdbcPassword");
        requireNonNull(metricsUrl, "metricsUrl");
        requireNonNull(journalDirectory, "journalDirectory");
        kafka = Map.copyOf(kafka);
    }

    /** Returns the properties every Kafka client of a command starts from. */
    public Map<String, Object> kafkaProperties() {
        Map<String, Object> properties = new TreeMap<>(kafka);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /**
     * Opens the ledger in PostgreSQL for questions; the caller closes it.
     *
     * @throws IllegalArgumentException if the address is not one of PostgreSQL
     */
    public LedgerReader openLedger() {
        if (!jdbcUrl.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException(
                    "--jdbc-url must be like jdbc:postgresql://db:5432/spendstream: " + jdbcUrl);
        }
        return LedgerReader.connect(jdbcUrl, jdbcUser, jdbcPassword);
    }

    /** Returns what the instance running on {@code dataDirectory} says, or empty if none runs there. */
    public static Optional<Connection> find(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        if (!isAlive(properties.getProperty("pid", ""), properties.getProperty("started", ""))) {
            return Optional.empty();
        }
        Map<String, String> kafka = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(SettingNames.KAFKA_PREFIX))
                .forEach(key ->
                        kafka.put(key.substring(SettingNames.KAFKA_PREFIX.length()), properties.getProperty(key)));
        return Optional.of(new Connection(
                properties.getProperty("bootstrap.servers", ""),
                properties.getProperty("jdbc.url", ""),
                properties.getProperty("jdbc.user", ""),
                properties.getProperty("jdbc.password", ""),
                Optional.ofNullable(properties.getProperty("metrics.url")),
                Path.of(properties.getProperty("journal.directory", "")),
                kafka));
    }

    /**
     * Returns whether the process {@code pid} that was {@code started} then still runs. The number alone says little: in a
     * container that is started anew it is often the same one again.
     */
    private static boolean isAlive(String pid, String started) {
        try {
            return ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startOf(process).equals(started))
                    .isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Returns when {@code process} started, as it will be said again later, or an empty text where that is not known. */
    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Writes this into {@code dataDirectory}, for {@link #find}. */
    public void save(Path dataDirectory) throws IOException {
        var properties = new Properties();
        properties.setProperty("pid", String.valueOf(ProcessHandle.current().pid()));
        properties.setProperty("started", startOf(ProcessHandle.current()));
        properties.setProperty("bootstrap.servers", bootstrapServers);
        properties.setProperty("jdbc.url", jdbcUrl);
        properties.setProperty("jdbc.user", jdbcUser);
        properties.setProperty("jdbc.password", jdbcPassword);
        metricsUrl.ifPresent(url -> properties.setProperty("metrics.url", url));
        properties.setProperty("journal.directory", journalDirectory.toString());
        kafka.forEach((key, value) -> properties.setProperty(SettingNames.KAFKA_PREFIX + key, value));
        boolean isPosix =
                dataDirectory.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path draft = isPosix
                ? Files.createTempFile(
                        dataDirectory,
                        FILE_NAME,
                        ".draft",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(dataDirectory, FILE_NAME, ".draft");
        try (Writer writer = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            properties.store(writer, "the running instance; removed when it stops");
        }
        Files.move(draft, dataDirectory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what {@link #save} wrote. */
    public static void forget(Path dataDirectory) throws IOException {
        Files.deleteIfExists(dataDirectory.resolve(FILE_NAME));
    }
}
