package io.spendstream.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from responses in the providers' shapes, on a machine without a broker. */
class UsageReadCommandTest {
    private static final String FOLDER = "src/test/resources/responses/";

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "openai,chat,openai-chat-malformed.json",
        "openai,chat,not-json.html",
        "openai,chat,openai-chat-cut-short.sse",
        "anthropic,messages,anthropic-messages-cut-short.sse",
        "openai,chat,openai-chat.json",
        "openai,chat,openai-chat.sse",
        "anthropic,messages,anthropic-messages.json",
        "anthropic,messages,anthropic-messages.sse"
    })
    void isWhatWasReviewed(String provider, String api, String file) {
        CommandRun run = CommandRun.of("usage", "read", "--provider", provider, "--api", api, FOLDER + file);

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        Golden.assertMatches("usage/" + file + ".json", run.out());
    }

    @Test
    void whatWasNotReportedIsAbsentAndNotZero() {
        String cutShort = CommandRun.of(
                        "usage", "read", "--provider", "openai", "--api", "chat", FOLDER + "openai-chat-cut-short.sse")
                .out();

        assertThat(cutShort)
                .contains("\"status\" : \"missing\"", "\"usage\" : { }")
                .doesNotContain("_tokens");
    }

    @Test
    void theModelAskedForStandsInForOneThatWasNotNamed() {
        String unnamed = CommandRun.of(
                        "usage",
                        "read",
                        "--provider",
                        "openai",
                        "--api",
                        "chat",
                        "--request-model",
                        "gpt-4o",
                        FOLDER + "not-json.html")
                .out();

        assertThat(unnamed).contains("\"model\" : \"gpt-4o\"");
    }

    @Test
    void neverShowsWhatWasSaid() {
        for (String file : new String[] {"openai-chat.json", "openai-chat.sse"}) {
            assertThat(CommandRun.of("usage", "read", "--provider", "openai", "--api", "chat", FOLDER + file)
                            .out())
                    .doesNotContain("never");
        }
    }

    @Test
    void theApisThatCanBeReadAreListedWithTheirConventions() {
        CommandRun run = CommandRun.of("usage", "apis");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("openai", "chat", "anthropic", "messages", "sse");
    }
}
