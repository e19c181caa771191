package io.spendstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.Test;

class LedgerReaderTest {
    @Test
    void aQuestionIsEndedByTheServerBeforeTheClientGivesUp() {
        HikariConfig settings = LedgerReader.settings("jdbc:postgresql://db/spendstream", "reader", null);

        String server = settings.getConnectionInitSql().replaceAll("^\\D*(\\d+)s'.*", "$1");
        String client = settings.getDataSourceProperties().getProperty("socketTimeout");
        assertThat(settings.getConnectionInitSql())
                .isEqualTo(
                        "SET statement_timeout = '300s'; SET work_mem = '64MB'; SET hash_mem_multiplier = 4; SET jit = off");
        assertThat(Integer.parseInt(client)).isGreaterThan(Integer.parseInt(server));
    }
}
