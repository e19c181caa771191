package io.spendstream.cli;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;

/** The columns of the tables that commands print: texts stand to the left, numbers to the right. */
public final class TableColumn {
    private TableColumn() {}

    /** Returns a column for texts. */
    public static Column left(String header) {
        return aligned(header, HorizontalAlign.LEFT);
    }

    /** Returns a column for numbers. */
    public static Column right(String header) {
        return aligned(header, HorizontalAlign.RIGHT);
    }

    private static Column aligned(String header, HorizontalAlign align) {
        return new Column().header(header).headerAlign(align).dataAlign(align);
    }
}
