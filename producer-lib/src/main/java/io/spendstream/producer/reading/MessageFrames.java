package io.spendstream.producer.reading;

/** Events that arrive framed: each chunk is a document. */
final class MessageFrames implements Frames {
    @Override
    public void feed(byte[] chunk, int offset, int length, Fold fold) {
        if (!fold.document(chunk, offset, length)) {
            fold.call().mark(ReadFlag.MALFORMED);
        }
    }

    @Override
    public void drain(Fold fold) {
        // nothing is ever held back
    }
}
