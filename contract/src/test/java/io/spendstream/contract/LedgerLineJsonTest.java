package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerLineJsonTest {
    private static final long SEED = System.nanoTime();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OPTIONAL = List.of(
            "operator",
            "user",
            "environment",
            "parent_session_id",
            "tags",
            "request_model",
            "api",
            "service_tier",
            "priced_model",
            "price_id",
            "match",
            "book_version",
            "unpriced_calls",
            "provider_cost",
            "latency_ms",
            "status",
            "usage_flags",
            "task_type",
            "team",
            "agent",
            "project",
            "usage");

    @Test
    void readsBackEveryLineItWrites() {
        var events = new RandomEvents(new Random(SEED));
        for (int i = 0; i < 5_000; i++) {
            LedgerLine line = events.nextLine();

            assertThat(LedgerLineJson.read(LedgerLineJson.write(line)))
                    .as("seed %d, line %d", SEED, i)
                    .isEqualTo(line);
        }
    }

    @Test
    void readsBackLinesWithEveryFieldAndWithTheFewest() {
        for (LedgerLine line : List.of(
                Examples.pricedLine(), Examples.unpricedLine(), Examples.unmeteredLine(), Examples.fullCorrection())) {
            assertThat(LedgerLineJson.read(LedgerLineJson.write(line))).isEqualTo(line);
        }
    }

    @Test
    void readsEachOptionalFieldAsAbsentWhenItIsNotThere() throws IOException {
        for (String field : OPTIONAL) {
            ObjectNode node = fullLine();
            assertThat(node.remove(field)).as(field).isNotNull();

            LedgerLine read = LedgerLineJson.read(JSON.writeValueAsBytes(node));

            assertThat(JSON.readTree(LedgerLineJson.write(read)))
                    .as(field)
                    .isEqualTo(field.equals("usage") ? node.set("usage", JSON.createObjectNode()) : node);
        }
    }

    @Test
    void refusesALineWithoutAnyOtherField() throws IOException {
        var required = new ArrayList<String>();
        fullLine().fieldNames().forEachRemaining(required::add);
        required.removeAll(OPTIONAL);

        for (String field : required) {
            ObjectNode node = fullLine();
            node.remove(field);

            assertThatIllegalArgumentException()
                    .as(field)
                    .isThrownBy(() -> LedgerLineJson.read(JSON.writeValueAsBytes(node)));
        }
        assertThat(required)
                .containsExactlyInAnyOrder(
                        "schema_version",
                        "event_id",
                        "entry",
                        "reason",
                        "timestamp",
                        "recorded_at",
                        "session_id",
                        "provider",
                        "model",
                        "usage_status",
                        "pricing_status",
                        "cost_exact");
    }

    @Test
    void refusesALineWithAnyFieldOfAnotherType() throws IOException {
        var fields = new ArrayList<String>();
        fullLine().fieldNames().forEachRemaining(fields::add);

        for (String field : fields) {
            for (String wrong : List.of("[]", "{\"a\":1}", "true", "1.5", "\"?\\n\"", "99999999999999999999")) {
                ObjectNode node = fullLine();
                if (isRightTypeFor(field, wrong)) {
                    continue;
                }
                node.set(field, JSON.readTree(wrong));

                assertThatIllegalArgumentException()
                        .as("%s: %s", field, wrong)
                        .isThrownBy(() -> LedgerLineJson.read(JSON.writeValueAsBytes(node)));
            }
        }
    }

    /** The texts of the price book and the reason are our own and taken as they are; a cost of a provider may be a number. */
    private static boolean isRightTypeFor(String field, String value) {
        boolean isOurText = List.of("reason", "priced_model", "price_id", "match", "book_version")
                .contains(field);
        return (isOurText && value.startsWith("\""))
                || (field.equals("provider_cost") && value.equals("1.5"))
                || (field.equals("usage_flags") && value.equals("[]"));
    }

    @Test
    void refusesALineCutShortAtAnyByte() {
        byte[] record = LedgerLineJson.write(Examples.fullCorrection());
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);

            assertThatIllegalArgumentException().as("%d bytes", length).isThrownBy(() -> LedgerLineJson.read(cut));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schema_version | 2                     | schema_version must be 1: 2
            entry          | -1                    | entry must be in 0..32767: -1
            entry          | 32768                 | entry must be in 0..32767: 32768
            entry          | 0                     | corrections, and only they, have a reason
            unpriced_calls | 2                     | unpricedCalls must be -1, 0 or 1: 2
            timestamp      | "2026-11-21"          | timestamp must be RFC 3339
            recorded_at    | "yesterday"           | recorded_at must be RFC 3339
            usage_status   | "FINAL"               | usage_status must be final, provisional or missing
            pricing_status | "paid"                | pricing_status must be priced, free, unpriced or unmetered
            pricing_status | "unpriced"            | cost does not fit status unpriced
            cost_exact     | "0.000000000000001"   |
            cost_exact     | "1e30"                |
            cost_exact     | "1e999999999"         |
            cost_exact     | "much"                |
            usage          | {"hologram":1}        | usage.hologram is not a known class
            usage          | {"input":-1000000000001} | usage.input must be at most 1000000000000
            """)
    void refusesWhatItNeverWrote(String field, String value, @Nullable String says) throws IOException {
        ObjectNode node = fullLine();
        node.set(field, JSON.readTree(value));
        if (value.contains("unpriced")) {
            node.put("cost_exact", "0.00000000000001");
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerLineJson.read(JSON.writeValueAsBytes(node)))
                .withMessageContaining(says == null ? "" : says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "7", "\"x\"", "{\"entry\":0", "{\"entry\":0,\"entry\":0}"})
    void refusesWhatIsNoLine(String record) {
        assertThatThrownBy(() -> LedgerLineJson.read(record.getBytes(StandardCharsets.UTF_8)))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatFollowsALine() {
        String record = new String(LedgerLineJson.write(Examples.pricedLine()), StandardCharsets.UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerLineJson.read((record + record).getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("one JSON object only");
    }

    @Test
    void passesOverFieldsALaterVersionMayAdd() throws IOException {
        ObjectNode node = fullLine();
        node.put("carbon_grams", 12.5);
        node.putObject("extra").putArray("list").add(1);

        assertThat(LedgerLineJson.read(JSON.writeValueAsBytes(node))).isEqualTo(Examples.fullCorrection());
    }

    private static ObjectNode fullLine() throws IOException {
        return (ObjectNode) JSON.readTree(LedgerLineJson.write(Examples.fullCorrection()));
    }
}
