package io.spendstream.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortTest {
    private final StringWriter said = new StringWriter();
    private final Progress progress = Progress.on(new PrintWriter(said));

    @SuppressWarnings("NullAway.Init") // before each
    private ServerSocket taken;

    @BeforeEach
    void takeAPort() throws IOException {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void letGo() throws IOException {
        taken.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesANumberThatIsNoPort(int number) {
        assertThatThrownBy(() -> new Port("--kafka-port", number, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--kafka-port must be in 0..65535: " + number);
    }

    @Test
    void aPortThatWasAskedForAndIsTakenIsAnErrorThatNamesItAndItsFlag() {
        var port = new Port("--kafka-port", taken.getLocalPort(), true);

        assertThatThrownBy(() -> port.claim("Kafka", progress))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "port %d for Kafka is taken; choose another with --kafka-port, or 0 for a free one",
                        taken.getLocalPort());
    }

    @Test
    void aPortThatWasNotAskedForAndIsTakenIsReplacedByOneThatIsSaid() throws IOException {
        int claimed = new Port("--kafka-port", taken.getLocalPort(), false).claim("Kafka", progress);

        assertThat(claimed).isPositive().isNotEqualTo(taken.getLocalPort());
        assertThat(said.toString().strip())
                .isEqualTo("port %d for Kafka is taken, using %d (choose with --kafka-port)"
                        .formatted(taken.getLocalPort(), claimed));
    }

    @Test
    void aPortThatIsFreeIsTaken() throws IOException {
        int free = taken.getLocalPort();
        taken.close();

        assertThat(new Port("--kafka-port", free, true).claim("Kafka", progress))
                .isEqualTo(free);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void zeroLeavesTheChoiceToTheServer() throws IOException {
        assertThat(new Port("--kafka-port", 0, true).claim("Kafka", progress)).isZero();
    }

    @Test
    void upEndsBeforeItStartsAnythingIfAPortItWasGivenIsTaken() {
        for (String server : new String[] {"kafka", "postgres", "metrics"}) {
            CommandRun run = CommandRun.of(
                    "up", "--ephemeral", "--%s-port".formatted(server), String.valueOf(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("port %d for ".formatted(taken.getLocalPort()))
                    .contains("is taken; choose another with --%s-port, or 0 for a free one".formatted(server))
                    .doesNotContain("Kafka     ", "PostgreSQL     ", "\tat ");
        }
    }
}
