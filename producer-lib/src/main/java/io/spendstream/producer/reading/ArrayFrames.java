package io.spendstream.producer.reading;

/** Events that are the elements of one JSON array, which may be cut short. */
final class ArrayFrames implements Frames {
    private final Bytes array = new Bytes();

    @Override
    public void feed(byte[] chunk, int offset, int length, Fold fold) {
        array.append(chunk, offset, length);
        if (array.isOversized()) {
            fold.call().mark(ReadFlag.OVERSIZED);
        }
    }

    @Override
    public void drain(Fold fold) {
        fold.document(array.array(), 0, array.length());
    }
}
