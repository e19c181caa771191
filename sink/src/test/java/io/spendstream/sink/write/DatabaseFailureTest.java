package io.spendstream.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, AWAY",
        "08001, AWAY",
        "53100, AWAY",
        "53300, AWAY",
        "57P01, AWAY",
        "57P03, AWAY",
        "57014, AWAY",
        "40001, AWAY",
        "40P01, AWAY",
        "55P03, AWAY",
        "25006, AWAY",
        "25P03, AWAY",
        "23505, DUPLICATE",
        "22003, BAD_DATA",
        "22021, BAD_DATA",
        "23514, BAD_DATA",
        "42P01, FATAL",
        "42501, FATAL",
        "28P01, FATAL",
        "3D000, FATAL",
        "23502, FATAL",
        "XX000, FATAL",
        "58030, FATAL"
    })
    void everySqlStateHasAMeaning(String sqlState, DatabaseFailure expected) {
        assertThat(DatabaseFailure.of(new SQLException("", sqlState))).isEqualTo(expected);
    }

    @Test
    void anErrorWithoutSqlStateIsFatal() {
        assertThat(DatabaseFailure.of(new SQLException("unsupported"))).isEqualTo(DatabaseFailure.FATAL);
    }

    @Test
    void theCauseIsFoundHoweverDeepItIs() {
        var cause = new SQLException("gone", "08006");

        assertThat((Exception) DatabaseFailure.causeOf(new IllegalStateException(new RuntimeException(cause))))
                .isSameAs(cause);
        assertThat((Exception) DatabaseFailure.causeOf(new IOException())).isNull();
    }
}
