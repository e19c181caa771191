package io.spendstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseForTestsIT {
    @Test
    void givesEachCallerAnEmptyDatabase() throws SQLException {
        TestDatabase one = TestPostgres.shared().freshDatabase();
        TestDatabase other = TestPostgres.shared().freshDatabase();

        execute(one, "CREATE TABLE mine (id int)");

        assertThat(one.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
        assertThatThrownBy(() -> execute(other, "SELECT FROM mine")).hasMessageContaining("does not exist");
    }

    @Test
    void isPostgres17WithDatabaseOfOurName() throws SQLException {
        try (TestPostgres postgres = TestPostgres.start();
                var connection = postgres.database().connect()) {
            assertThat(connection.getCatalog()).isEqualTo("spendstream");
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(17);
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
