package io.spendstream.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The address of a database on a server for tests, and who may open it; the user is a superuser. */
public record TestDatabase(String jdbcUrl, String user, String password) {
    /** Opens a connection, which the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    TestDatabase sibling(String name) {
        return new TestDatabase(jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name, user, password);
    }
}
