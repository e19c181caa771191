package io.spendstream.producer.reading;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of an index of recorded responses. An empty field is null: it says nothing. */
record IndexRow(Map<String, String> fields) {
    String file() {
        return fields.getOrDefault("file", "");
    }

    String provider() {
        return fields.getOrDefault("provider", "");
    }

    String api() {
        return fields.getOrDefault("api", "");
    }

    String streaming() {
        return fields.getOrDefault("streaming", "no");
    }

    /** Returns the model the caller asked for; where no body has one, as in a realtime session, it is the caller's. */
    @Nullable
    String requestModel() {
        String asked = value("request_model");
        boolean isKnownToCaller =
                asked == null && fields.getOrDefault("model_in_body", "").equals("no");
        return isKnownToCaller ? value("model") : asked;
    }

    /** Returns whether the response is as the provider sent it. */
    boolean isGenuine() {
        String synthetic = value("synthetic");
        return synthetic == null || synthetic.equals("no");
    }

    @Nullable
    String value(String column) {
        String value = fields.getOrDefault(column, "").strip();
        return value.isEmpty() ? null : value;
    }

    /** Returns the number after {@code name=} among the units that have no column of their own, or 0. */
    long otherUnits(String name) {
        String units = fields.getOrDefault("other_units", "");
        Matcher matcher = Pattern.compile(Pattern.quote(name) + "=(\\d+)").matcher(units);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
