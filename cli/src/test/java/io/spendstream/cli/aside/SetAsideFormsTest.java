package io.spendstream.cli.aside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.Output;
import io.spendstream.sink.write.Readmission.Fate;
import io.spendstream.sink.write.RejectedRecord;
import io.spendstream.sink.write.SetAsideRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetAsideFormsTest {
    private static final Instant WHEN = Instant.parse("2026-11-22T07:00:00Z");
    private static final SetAsideLine WAITING = new SetAsideLine(new SetAsideRecord(
            new RejectedRecord(
                    2,
                    117,
                    "{\"event_id\":\"e\"}".getBytes(UTF_8),
                    "22003",
                    "numeric field\u001b[31m overflow\n  Detail: the whole row"),
            WHEN,
            null));
    private static final SetAsideLine WRITTEN = new SetAsideLine(new SetAsideRecord(
            new RejectedRecord(0, 20, "?".getBytes(UTF_8), null, "not a line"),
            WHEN,
            new SetAsideRecord.Readmitted(WHEN.plusSeconds(60), "ada")));

    @Test
    void listsWhatWaitsAndWhatWasWritten() {
        assertThat(SetAsideListCommand.table(List.of(WRITTEN, WAITING)))
                .contains("0@20", "not a line", "written after all by ada at 2026-11-22T07:01:00Z")
                .contains("2@117", "22003: numeric field\uFFFD[31m overflow")
                .doesNotContain("Detail", "\u001b");
        assertThat(Output.json(WAITING.toJson()))
                .contains("\"id\" : \"2@117\"", "\"readmitted_at\" : null", "Detail: the whole row");
    }

    @Test
    void saysWhatBecameOfEachLine() {
        var forms = new SetAsideForms(false);
        forms.add("0@20", Fate.WRITTEN, "");
        forms.add("2@117", Fate.STILL_REFUSED, "numeric field overflow\n  Detail: the whole row");
        forms.add("2@118", Fate.DUPLICATE, "");
        forms.add("2@119", Fate.WRITTEN_BEFORE, WRITTEN.outcome());

        var table = new StringWriter();
        forms.table(new PrintWriter(table));
        var json = new StringWriter();
        forms.json(new PrintWriter(json));

        assertThat(table.toString())
                .contains("1 a row", "1 refused again", "1 a copy of a row that is there", "1 a row since before")
                .contains("numeric field overflow")
                .doesNotContain("Detail");
        assertThat(json.toString()).contains("\"dry_run\" : false", "\"lines\" : 4", "\"still_refused\" : 1");
    }

    @Test
    void saysThatADryRunWroteNothingAndThatNothingWaits() {
        var dryRun = new SetAsideForms(true);
        var empty = new StringWriter();
        dryRun.table(new PrintWriter(empty));
        dryRun.add("0@20", Fate.WRITTEN, "");
        var table = new StringWriter();
        dryRun.table(new PrintWriter(table));

        assertThat(empty.toString()).isEqualToIgnoringNewLines("no ledger lines wait to be written");
        assertThat(table.toString()).contains("would be", "nothing was written: this was a dry run");
    }

    @Test
    void aRecordThatIsNoLineSaysWhy() {
        assertThat(WRITTEN.read().row()).isNull();
        assertThat(WRITTEN.read().why()).isNotEmpty();
        assertThat(WAITING.read().why()).isNotEmpty();
    }
}
