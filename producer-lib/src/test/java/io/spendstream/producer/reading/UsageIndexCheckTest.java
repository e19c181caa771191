package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageIndexCheckTest {
    private static final List<String> COLUMNS = List.of(
            "file",
            "provider",
            "api",
            "streaming",
            "usage_status",
            "model",
            "model_in_body",
            "request_model",
            "response_id",
            "service_tier",
            "in_uncached",
            "cache_read",
            "cache_write_5m",
            "cache_write_1h",
            "output_total",
            "reasoning_in_output",
            "audio_in",
            "image_in",
            "video_in",
            "audio_out",
            "image_out",
            "web_search",
            "other_units",
            "extra_lines",
            "stated_cost_usd");

    @TempDir
    Path folder;

    @BeforeEach
    void writeAResponse() throws Exception {
        Files.writeString(folder.resolve("a.json"), """
                {"id":"gen-1","model":"m-1","usage":{"service_tier":"flex","cost":0.25,"input_tokens":3,"output_tokens":20,
                 "cache_read_input_tokens":4,"cache_creation_input_tokens":11,
                 "cache_creation":{"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":6},
                 "output_tokens_details":{"thinking_tokens":7},"server_tool_use":{"web_search_requests":2},
                 "iterations":[{"type":"message","input_tokens":3,"output_tokens":20,"cache_read_input_tokens":4,
                  "cache_creation_input_tokens":11,"cache_creation":{"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":6}},
                  {"type":"advisor_message","model":"m-2","input_tokens":8,"output_tokens":9}]}}""");
    }

    private UsageIndexCheck.FileResult check(String column, String value) throws Exception {
        List<String> expected = new ArrayList<>(List.of(
                "a.json",
                "openrouter",
                "messages",
                "no",
                "REPORTED",
                "m-1",
                "yes",
                "",
                "gen-1",
                "flex",
                "3",
                "4",
                "5",
                "6",
                "20",
                "7",
                "0",
                "0",
                "0",
                "0",
                "0",
                "2",
                "",
                "\"m-2:in=8,out=9\"",
                "0.25"));
        if (!column.isEmpty()) {
            expected.set(COLUMNS.indexOf(column), value);
        }
        Files.writeString(
                folder.resolve("INDEX.tsv"),
                String.join("\t", COLUMNS) + "\r\n" + String.join("\t", expected) + "\r\n");
        return UsageIndexCheck.run(folder).get(0);
    }

    @Test
    void passesWhatIsAsExpected() throws Exception {
        UsageIndexCheck.FileResult result = check("", "");

        assertThat(result.mismatches()).isEmpty();
        assertThat(result.passed()).isTrue();
        assertThat(result.file()).isEqualTo("a.json");
    }

    @ParameterizedTest
    @CsvSource({
        "usage_status, MISSING",
        "usage_status, PARTIAL",
        "usage_status, NOT_BILLABLE",
        "model, m-9",
        "response_id, gen-9",
        "service_tier, ''",
        "service_tier, priority",
        "in_uncached, 4",
        "in_uncached, ''",
        "cache_read, 0",
        "cache_write_5m, 11",
        "cache_write_1h, 0",
        "output_total, 13",
        "reasoning_in_output, 8",
        "audio_in, 1",
        "image_in, 1",
        "video_in, 1",
        "audio_out, 1",
        "image_out, 1",
        "web_search, 1",
        "web_search, 3",
        "extra_lines, ''",
        "extra_lines, 'm-2:in=8,out=8'",
        "stated_cost_usd, 0.26"
    })
    void namesTheFieldThatDiffers(String column, String value) throws Exception {
        UsageIndexCheck.FileResult result = check(column, value);

        assertThat(result.passed()).isFalse();
        assertThat(result.mismatches())
                .extracting(UsageIndexCheck.Difference::field)
                .contains(column);
    }

    @Test
    void remarksOnWhatTheIndexLeavesOpen() throws Exception {
        assertThat(check("web_search", "0").remarks())
                .containsExactly(new UsageIndexCheck.Difference("web_search", "0", "2"));
        assertThat(check("stated_cost_usd", "").remarks())
                .containsExactly(new UsageIndexCheck.Difference("stated_cost_usd", "none", "0.25"));
        assertThat(check("response_id", "").passed()).isTrue();
        assertThat(check("reasoning_in_output", "").passed()).isTrue();
    }

    @Test
    void failsAnApiWithoutAReader() throws Exception {
        assertThat(check("api", "files").mismatches())
                .containsExactly(new UsageIndexCheck.Difference("api", "openrouter files", "no reader"));
    }

    @Test
    void failsAFileThatIsNotThere() throws Exception {
        assertThat(check("file", "b.json").mismatches())
                .extracting(UsageIndexCheck.Difference::field)
                .containsExactly("file");
    }

    @Test
    void refusesAFolderWithoutAnIndex() {
        assertThatThrownBy(() -> UsageIndexCheck.run(folder)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsQuotedFields() {
        assertThat(TabTable.parse("# note\na\tb\r\n\"x \"\"y\"\"\tz\"\t\"two\nlines\"\n\nonly\n")
                        .rows())
                .containsExactly(Map.of("a", "x \"y\"\tz", "b", "two\nlines"), Map.of("a", "only", "b", ""));
    }
}
