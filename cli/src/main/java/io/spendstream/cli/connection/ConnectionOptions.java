package io.spendstream.cli.connection;

import io.spendstream.contract.settings.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags with which a command is told which installation it talks to. */
public final class ConnectionOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data folder of the running instance (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "The Kafka brokers of an installation that is not an instance here.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "Its database, such as jdbc:postgresql://db:5432/spendstream.")
    private @Nullable String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "NAME", description = "Its database user.")
    private @Nullable String jdbcUser;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            description = "A file with its password; without it, SPENDSTREAM_JDBC_PASSWORD.")
    private @Nullable Path jdbcPasswordFile;

    @Option(names = "--metrics-url", paramLabel = "URL", description = "Its /metrics; several separated by commas.")
    private @Nullable String metricsUrl;

    @Option(names = "--kafka", paramLabel = "KEY=VALUE", description = "Any Kafka client property; repeatable.")
    private Map<String, String> kafka = new TreeMap<>();

    /** Returns the data folder. */
    public Path data() {
        return data;
    }

    /**
     * Returns whether the flags or the environment name an installation. Half of one counts, so that no flag is ignored
     * in silence: what is missing is asked for.
     */
    public boolean isGiven() {
        return bootstrapServers != null
                || jdbcUrl != null
                || jdbcUser != null
                || jdbcPasswordFile != null
                || metricsUrl != null
                || !kafka.isEmpty()
                || textOf(null, "bootstrap.servers").isPresent();
    }

    /**
     * Returns the installation the flags, the environment or the data folder lead to.
     *
     * @throws IllegalStateException saying how to start or name one, if they lead nowhere
     */
    public Connection connection() throws IOException {
        return find().orElseThrow(() -> nowhere("--bootstrap-servers and --jdbc-url"));
    }

    /**
     * Returns the installation for a command that talks to its Kafka alone: its database need not be named.
     *
     * @throws IllegalStateException saying how to start or name one, if flags, environment and data folder lead nowhere
     */
    public Connection kafkaConnection() throws IOException {
        return isGiven()
                ? toConnection(
                        servers(),
                        textOf(jdbcUrl, "jdbc.url").orElse(""),
                        textOf(jdbcUser, "jdbc.user").orElse(""))
                : Connection.find(data).orElseThrow(() -> nowhere("--bootstrap-servers"));
    }

    private IllegalStateException nowhere(String flags) {
        return new IllegalStateException(
                "no instance runs on %s; start one with: ./spendstream up, or name an installation with %s"
                        .formatted(data, flags));
    }

    /** Returns the installation, or empty if the flags, the environment and the data folder lead nowhere. */
    public Optional<Connection> find() throws IOException {
        if (!isGiven()) {
            return Connection.find(data);
        }
        return Optional.of(toConnection(
                servers(), given(jdbcUrl, "jdbc.url", "--jdbc-url"), given(jdbcUser, "jdbc.user", "--jdbc-user")));
    }

    private String servers() {
        return given(bootstrapServers, "bootstrap.servers", "--bootstrap-servers");
    }

    private Connection toConnection(String servers, String url, String user) throws IOException {
        return new Connection(
                servers,
                url,
                user,
                jdbcPasswordFile == null
                        ? textOf(null, "jdbc.password").orElse("")
                        : Files.readString(jdbcPasswordFile).strip(),
                textOf(metricsUrl, "metrics.url"),
                journalOf(servers),
                kafka);
    }

    /** Returns a folder of its own for each installation, so that no event is ever sent to another. */
    private static Path journalOf(String servers) {
        return Path.of(
                System.getProperty("user.home"), ".spendstream", "journal", servers.replaceAll("[^A-Za-z0-9.-]", "_"));
    }

    private static String given(@Nullable String flag, String key, String name) {
        return textOf(flag, key)
                .orElseThrow(() -> new IllegalStateException(
                        "%s is required here; give the flag or %s".formatted(name, SettingNames.variableOf(key))));
    }

    private static Optional<String> textOf(@Nullable String flag, String key) {
        return Optional.ofNullable(flag).or(() -> Optional.ofNullable(System.getenv(SettingNames.variableOf(key))));
    }
}
