package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.Spendstream;
import io.spendstream.contract.failpoint.FailPoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program takes the variable that arms a point for what it is, and not for a setting that nobody knows. */
class ArmedProcessTest {
    @Test
    void aPointThatDoesNotExistIsRefusedWithTheNamesOfThoseThatDo() throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Spendstream.class.getName(),
                "sink",
                "--bootstrap-servers=localhost:1",
                "--jdbc-url=jdbc:postgresql://localhost:1/none",
                "--operations-port=0");
        builder.environment().put(FailPoint.VARIABLE, "sink.before-comit:1");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(2);
        assertThat(output).contains("there is no point sink.before-comit", "sink.before-commit");
    }
}
