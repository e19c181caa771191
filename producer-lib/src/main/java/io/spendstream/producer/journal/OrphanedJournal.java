package io.spendstream.producer.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The journal of a process that is dead, locked by this one. Not thread-safe. */
public final class OrphanedJournal implements Closeable {
    private final WriterDirectory directory;
    private final JournalReader reader;

    private OrphanedJournal(WriterDirectory directory, JournalReader reader) {
        this.directory = directory;
        this.reader = reader;
    }

    static OrphanedJournal open(WriterDirectory directory, DamageListener damage) throws IOException {
        NavigableMap<Long, Long> ends = SegmentFiles.ends(directory.path());
        Checkpoint checkpoint = Checkpoint.open(directory.path());
        long oldest = ends.isEmpty() ? 1 : ends.firstKey();
        var reader = new JournalReader(
                directory.path(), oldest, new DeadSegments(ends), checkpoint, directory.setAside(), damage);
        return new OrphanedJournal(directory, reader);
    }

    /** Returns the directory. */
    public Path path() {
        return directory.path();
    }

    /** Returns the one reader of this journal. */
    public JournalReader reader() {
        return reader;
    }

    /** Removes the journal, all of it being acknowledged. */
    public void delete() throws IOException {
        reader.finish();
        directory.delete();
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } finally {
            directory.close();
        }
    }

    /** The segments as they were found; nobody appends to them any more. */
    private static final class DeadSegments implements Segments {
        private final NavigableMap<Long, Long> ends;

        private DeadSegments(NavigableMap<Long, Long> ends) {
            this.ends = new TreeMap<>(ends);
        }

        @Override
        public Position end() {
            return ends.isEmpty()
                    ? Position.START
                    : new Position(ends.lastKey(), ends.lastEntry().getValue());
        }

        @Override
        public long sealedEnd(long number) {
            return ends.getOrDefault(number, 0L);
        }

        @Override
        public void lost(long number) {
            ends.put(number, 0L);
        }

        @Override
        public void removed(long number) {
            // the end stays where it is: it says how far there is something to read
        }
    }
}
