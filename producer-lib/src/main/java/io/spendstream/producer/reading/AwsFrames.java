package io.spendstream.producer.reading;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Events in the framing of {@code application/vnd.amazon.eventstream}, all numbers big-endian. A stream whose messages
 * were decoded to one JSON document a line is told apart by its first byte, which in the binary form is never a brace.
 *
 * <pre>
 * message     := total-bytes:4  header-bytes:4  crc(the 8 bytes before):4
 *                headers:header-bytes  payload  crc(all before):4
 * payload     := a JSON document; total-bytes - header-bytes - 16 long
 * total-bytes := at most {@link Frames#EVENT_BYTES_MAX}
 * </pre>
 *
 * <p>A message with a wrong checksum is skipped and flagged; after a wrong prelude the boundaries are lost and the rest
 * is skipped. Headers are not needed: the documents of the events that carry usage are told apart by their fields.
 *
 * @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Amazon Event Stream</a>
 */
final class AwsFrames implements Frames {
    private static final int PRELUDE_BYTES = 12;
    private static final int CRC_BYTES = 4;

    private final Bytes pending = new Bytes();
    private final LineFrames lines = new LineFrames();
    private boolean decoded;
    private boolean started;
    private boolean lost;

    @Override
    public void feed(byte[] chunk, int offset, int length, Fold fold) {
        if (length == 0 || lost) {
            return;
        }
        if (!started) {
            started = true;
            decoded = chunk[offset] == '{';
        }
        if (decoded) {
            lines.feed(chunk, offset, length, fold);
            return;
        }
        pending.append(chunk, offset, length);
        if (pending.isOversized()) {
            lose(ReadFlag.OVERSIZED, fold);
            return;
        }
        takeMessages(fold);
    }

    @Override
    public void drain(Fold fold) {
        if (decoded) {
            lines.drain(fold);
        }
    }

    private void takeMessages(Fold fold) {
        int start = 0;
        ByteBuffer bytes = ByteBuffer.wrap(pending.array());
        while (!lost && pending.length() - start >= PRELUDE_BYTES) {
            int total = bytes.getInt(start);
            int headers = bytes.getInt(start + 4);
            if (crc(start, 8) != bytes.getInt(start + 8) || total > EVENT_BYTES_MAX || !fits(total, headers)) {
                lose(ReadFlag.MALFORMED, fold);
                return;
            }
            if (pending.length() - start < total) {
                break;
            }
            int payload = start + PRELUDE_BYTES + headers;
            int end = start + total - CRC_BYTES;
            boolean intact = crc(start, total - CRC_BYTES) == bytes.getInt(end);
            if (!intact || (end > payload && !fold.document(pending.array(), payload, end - payload))) {
                fold.call().mark(ReadFlag.MALFORMED);
            }
            start += total;
        }
        pending.removeFirst(start);
    }

    private static boolean fits(int total, int headers) {
        return headers >= 0 && total >= PRELUDE_BYTES + CRC_BYTES && headers <= total - PRELUDE_BYTES - CRC_BYTES;
    }

    private void lose(ReadFlag why, Fold fold) {
        lost = true;
        pending.clear();
        fold.call().mark(why);
    }

    private int crc(int start, int length) {
        var crc = new CRC32();
        crc.update(pending.array(), start, length);
        return (int) crc.getValue();
    }
}
