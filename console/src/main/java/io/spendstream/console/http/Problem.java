package io.spendstream.console.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457 problem details.
 *
 * @param status the HTTP status
 * @param kind what the {@code type} ends with: {@code unknown-parameter}
 * @param title the kind, for people
 * @param detail what is wrong with which value, and the fix
 * @param parameter what is wrong
 * @param value its value
 */
public record Problem(
        int status,
        String kind,
        String title,
        String detail,
        @Nullable String parameter,
        @Nullable String value) {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int VALUE_LENGTH_MAX = 256;

    /** Returns a problem that is not about a parameter. */
    public static Problem of(int status, String kind, String title, String detail) {
        return new Problem(status, kind, title, detail, null, null);
    }

    /** Returns that the database did not answer the console. */
    public static Problem databaseAway() {
        return of(
                503,
                "database-away",
                "The database does not answer",
                "the database does not answer; try again, and see the log of the console");
    }

    /** Returns that the console itself failed. */
    public static Problem failure() {
        return of(500, "failure", "The console failed", "the console failed; its log says why");
    }

    /** Returns that {@code parameter} must not have {@code value}. */
    public static Problem invalid(String parameter, String value, String rule) {
        return new Problem(
                400,
                "invalid-parameter",
                "A parameter is out of its range",
                "%s must be %s: %s".formatted(parameter, rule, shown(value)),
                parameter,
                value);
    }

    /** Returns this as an exception. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** Returns these details as they are sent. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "/problems/" + kind);
        node.put("title", title);
        node.put("status", status);
        node.put("detail", detail);
        if (parameter != null) {
            node.put("parameter", parameter);
        }
        if (value != null) {
            node.put("value", shown(value));
        }
        return node;
    }

    private static String shown(String value) {
        return value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX);
    }
}
