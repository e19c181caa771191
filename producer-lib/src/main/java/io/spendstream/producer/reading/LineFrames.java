package io.spendstream.producer.reading;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Events that are lines: server-sent events and newline-delimited JSON.
 *
 * <pre>
 * stream := line…                 ended by LF, CR or CR LF
 * line   := "data:" [" "] piece   the pieces up to an empty line are one document
 *         | document              NDJSON
 *         | anything else         comments, event names, ids: skipped
 * </pre>
 *
 * <p>A document is handed over as soon as it is whole, so that a client that swallows empty lines, or a stream that
 * ends without one, loses nothing.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class LineFrames implements Frames {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] LINE_FEED = {'\n'};

    private final Bytes line = new Bytes();
    private final Bytes document = new Bytes();
    private boolean afterCarriageReturn;

    @Override
    public void feed(byte[] chunk, int offset, int length, Fold fold) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            byte b = chunk[i];
            if (b == '\n' && afterCarriageReturn) {
                start = i + 1;
            } else if (b == '\n' || b == '\r') {
                line.append(chunk, start, i - start);
                endLine(fold);
                start = i + 1;
            }
            afterCarriageReturn = b == '\r';
        }
        line.append(chunk, start, offset + length - start);
    }

    @Override
    public void drain(Fold fold) {
        var rest = new Bytes();
        rest.append(document.array(), 0, document.length());
        int data = dataStart(line);
        if (data >= 0) {
            rest.append(line.array(), data, line.length() - data);
        }
        offer(rest, fold);
    }

    private void endLine(Fold fold) {
        if (line.isOversized()) {
            fold.call().mark(ReadFlag.OVERSIZED);
        } else if (line.isEmpty()) {
            endDocument(fold);
        } else {
            takeLine(fold);
        }
        line.clear();
    }

    private void takeLine(Fold fold) {
        int data = dataStart(line);
        if (data < 0) {
            return;
        }
        int before = document.length();
        if (before > 0) {
            document.append(LINE_FEED, 0, 1);
        }
        document.append(line.array(), data, line.length() - data);
        if (offer(document, fold)) {
            document.clear();
        } else if (before > 0 && fold.document(line.array(), data, line.length() - data)) {
            fold.call().mark(ReadFlag.MALFORMED);
            document.clear();
        }
    }

    /** Gives up what is collected: at an empty line a document is whole, or it never will be. */
    private void endDocument(Fold fold) {
        if (document.isOversized()) {
            fold.call().mark(ReadFlag.OVERSIZED);
        } else if (!document.isEmpty() && document.array()[0] == '{') {
            fold.call().mark(ReadFlag.MALFORMED);
        }
        document.clear();
    }

    /** Hands {@code document} over if it is whole; returns whether it was. */
    private static boolean offer(Bytes document, Fold fold) {
        int length = document.length();
        while (length > 0 && document.array()[length - 1] <= ' ' && document.array()[length - 1] >= 0) {
            length--;
        }
        if (length == 0) {
            return false;
        }
        if (length == DONE.length && startsWith(document, DONE)) {
            fold.done();
            return true;
        }
        byte last = document.array()[length - 1];
        return (last == '}' || last == ']') && fold.document(document.array(), 0, length);
    }

    /** Returns where the data in {@code line} starts, or -1 if it has none. */
    private static int dataStart(Bytes line) {
        int start = startsWith(line, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        byte[] bytes = line.array();
        if (start < line.length() && bytes[start] == '{') {
            return start;
        }
        int end = start + DATA.length;
        if (line.length() < end || !Arrays.equals(bytes, start, end, DATA, 0, DATA.length)) {
            return -1;
        }
        return end < line.length() && bytes[end] == ' ' ? end + 1 : end;
    }

    private static boolean startsWith(Bytes bytes, byte[] prefix) {
        return bytes.length() >= prefix.length
                && Arrays.equals(bytes.array(), 0, prefix.length, prefix, 0, prefix.length);
    }
}
