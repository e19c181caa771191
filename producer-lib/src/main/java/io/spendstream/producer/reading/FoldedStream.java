package io.spendstream.producer.reading;

import java.nio.charset.StandardCharsets;

/** A {@link StreamedUsage} that folds each event into one {@link Sighting} as soon as it is whole. */
final class FoldedStream implements StreamedUsage {
    private static final byte[] LINE_END = {'\n'};

    private final ShapeReader reader;
    private final ReadRequest request;
    private final String callId;
    private final Fold fold;
    private final Frames frames;
    private final LineFrames lines = new LineFrames();

    FoldedStream(ShapeReader reader, ReadRequest request, String callId, StreamFormat format) {
        this.reader = reader;
        this.request = request;
        this.callId = callId;
        this.fold = new Fold(reader.shape());
        this.frames = Frames.of(format);
    }

    @Override
    public void feed(byte[] chunk, int offset, int length) {
        frames.feed(chunk, offset, length, fold);
    }

    @Override
    public void feedLine(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        lines.feed(bytes, 0, bytes.length, fold);
        lines.feed(LINE_END, 0, LINE_END.length, fold);
    }

    @Override
    public void feedEvent(byte[] json) {
        if (!fold.document(json, 0, json.length)) {
            fold.call().mark(ReadFlag.MALFORMED);
        }
    }

    @Override
    public ReadUsage result() {
        Fold last = fold.copy();
        frames.drain(last);
        return reader.result(last.call(), request, callId);
    }
}
