package io.spendstream.console.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.report.Forms;
import io.spendstream.sink.report.UnpricedModel;
import java.util.List;

/**
 * Something a person should look at.
 *
 * @param code what it is
 * @param message one sentence
 * @param count how many it is about
 * @param models of calls without a price, their models
 */
record Warning(Code code, String message, long count, List<UnpricedModel> models) {
    /** What there is to look at, and where the runbook says what to do. */
    enum Code {
        UNPRICED_CALLS("unpriced_calls", "warning", "spendstreamunpricedusage"),
        REJECTED_EVENTS("rejected_events", "warning", "spendstreameventsrejected"),
        REJECTED_LINES("rejected_lines", "critical", "spendstreamlinessetaside"),
        SINK_LAG("sink_lag", "warning", "spendstreamlaghigh"),
        PROCESSOR_LAG("processor_lag", "warning", "spendstreamprocessorbehind"),
        DRIFT("drift", "critical", "spendstreamdrift"),
        KAFKA_UNREACHABLE("kafka_unreachable", "critical", "spendstreamtargetdown");

        private final String wireName;
        private final String severity;
        private final String section;

        Code(String wireName, String severity, String section) {
            this.wireName = wireName;
            this.severity = severity;
            this.section = section;
        }

        /** Returns the name of the runbook's section, in lower case. */
        String section() {
            return section;
        }
    }

    Warning {
        models = List.copyOf(models);
    }

    static Warning of(Code code, String message, long count) {
        return new Warning(code, message, count, List.of());
    }

    ObjectNode json() {
        ObjectNode node = Forms.object();
        node.put("code", code.wireName);
        node.put("severity", code.severity);
        node.put("message", message);
        node.put("runbook", "/runbook#" + code.section);
        node.put("count", count);
        if (code == Code.UNPRICED_CALLS) {
            ArrayNode array = node.putArray("models");
            for (UnpricedModel model : models) {
                array.addObject()
                        .put("provider", model.provider())
                        .put("model", model.model())
                        .put("calls", model.calls())
                        .put("tokens", model.tokens())
                        .put("first_seen", Forms.time(model.firstSeen()))
                        .put("last_seen", Forms.time(model.lastSeen()));
            }
        }
        return node;
    }
}
