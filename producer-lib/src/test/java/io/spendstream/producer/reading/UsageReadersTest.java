package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageReadersTest {
    @ParameterizedTest
    @CsvSource({
        "openai, chat, chat",
        "OpenAI, chat.completions, chat",
        "openai, /v1/chat/completions, chat",
        "openai, responses.compact, responses",
        "openai, responses.input_tokens, responses.input_tokens",
        "openai, transcription, audio.transcriptions",
        "azure_openai, chat, chat",
        "azure.ai.openai, responses, responses",
        "anthropic, messages.count_tokens, messages.count_tokens",
        "anthropic, /v1/messages, messages",
        "claude-code, result, claude-code",
        "google, streamGenerateContent, generateContent",
        "gemini, generate_content, generateContent",
        "google, vertex generateContent (enum as int), vertex generateContent",
        "google, openai-compat chat, chat",
        "google, live websocket, live",
        "google, interactions stream, interactions",
        "aws.bedrock, ConverseStream, converse",
        "bedrock, InvokeModelWithResponseStream, invoke-model-with-response-stream",
        "bedrock, mantle responses, mantle responses",
        "xai, grpc sdk, grpc",
        "x_ai, chat.completions, chat",
        "cohere, v2 chat, v2 chat",
        "cohere, rerank, v2 rerank",
        "ollama, api/chat, api/chat",
        "ollama, api/generate, api/chat",
        "ollama, chat.completions, chat.completions",
        "watsonx, text/generation_stream, text/generation",
        "watsonx, text/chat, text/chat",
        "z.ai, chat, chat",
        "mistral, audio.transcriptions, audio.transcriptions"
    })
    void understandsTheUsualSpellings(String provider, String api, String expected) {
        assertThat(UsageReaders.of(provider, api))
                .hasValueSatisfying(reader -> assertThat(reader.api().api()).isEqualTo(expected));
    }

    @Test
    void callsAnUnlistedProviderByItsName() {
        assertThat(Answers.reader(" Acme ", "chat").api().provider()).isEqualTo("acme");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, files",
        "openai, batches",
        "anthropic, messages/batches",
        "google, models",
        "acme, predict",
        "acme, chat.count_tokens.models"
    })
    void hasNoReaderForWhatIsNotMeteredThatWay(String provider, String api) {
        assertThat(UsageReaders.of(provider, api)).isEmpty();
    }

    @Test
    void hasNoReaderForAProviderThatCannotBeNamed() {
        assertThat(UsageReaders.of("", "chat")).isEmpty();
        assertThat(UsageReaders.of("a\u0000b", "chat")).isEmpty();
        assertThat(UsageReaders.of("x".repeat(1_000), "chat")).isEmpty();
    }

    @Test
    void listsEachApiOnceWithAPageItIsFrom() {
        var seen = new HashSet<String>();
        for (ReadableApi api : UsageReaders.all()) {
            assertThat(seen.add(api.provider() + " " + api.api())).as("%s", api).isTrue();
            assertThat(api.source()).startsWith("https://");
            assertThat(api.reads()).isNotEmpty();
            assertThat(api.conventions()).isNotEmpty();
        }
    }

    @Test
    void findsEveryApiByEachOfItsSpellings() {
        for (ReadableApi api : UsageReaders.all()) {
            String provider = api.provider().equals(ReadableApi.ANY_PROVIDER) ? "acme" : api.provider();
            assertThat(Answers.reader(provider, api.api()).api().api()).isEqualTo(api.api());
            for (String alias : api.aliases()) {
                assertThat(Answers.reader(provider, alias).api().api())
                        .as("%s %s", provider, alias)
                        .isEqualTo(api.api());
            }
        }
    }
}
