package io.spendstream.producer.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of tab-separated values with a header, as indexes of responses and this package's own tables are written.
 *
 * <pre>
 * table := comment… header row…      each ended by LF or CR LF
 * row   := field (TAB field)…        missing fields at the end are empty
 * field := text | '"' text '"'       quoted: tabs, line ends, and quotes written twice
 * </pre>
 */
final class TabTable {
    private final List<Map<String, String>> rows;

    private TabTable(List<Map<String, String>> rows) {
        this.rows = rows;
    }

    static TabTable parse(String text) {
        List<List<String>> lines = split(text.startsWith("\ufeff") ? text.substring(1) : text);
        while (!lines.isEmpty() && lines.get(0).get(0).startsWith("#")) {
            lines.remove(0);
        }
        var rows = new ArrayList<Map<String, String>>();
        if (!lines.isEmpty()) {
            List<String> header = lines.remove(0);
            for (List<String> fields : lines) {
                rows.add(row(header, fields));
            }
        }
        return new TabTable(rows);
    }

    /** Returns the rows, each by the names in the header. */
    List<Map<String, String>> rows() {
        return rows;
    }

    private static Map<String, String> row(List<String> header, List<String> fields) {
        var row = new HashMap<String, String>();
        for (int i = 0; i < header.size(); i++) {
            row.put(header.get(i), i < fields.size() ? fields.get(i) : "");
        }
        return row;
    }

    private static List<List<String>> split(String text) {
        var lines = new ArrayList<List<String>>();
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (doubled) {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || field.isEmpty())) {
                quoted = !quoted;
            } else if (!quoted && (c == '\t' || c == '\n')) {
                fields.add(field.toString());
                field.setLength(0);
                endLine(c, fields, lines);
            } else if (quoted || c != '\r') {
                field.append(c);
            }
        }
        fields.add(field.toString());
        endLine('\n', fields, lines);
        return lines;
    }

    private static void endLine(char end, List<String> fields, List<List<String>> lines) {
        if (end != '\n') {
            return;
        }
        boolean blank = fields.size() == 1 && fields.get(0).isEmpty();
        if (!blank) {
            lines.add(new ArrayList<>(fields));
        }
        fields.clear();
    }
}
