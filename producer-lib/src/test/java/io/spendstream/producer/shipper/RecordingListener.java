package io.spendstream.producer.shipper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.producer.journal.JournalRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class RecordingListener implements ShipperListener {
    final List<String> acknowledged = new CopyOnWriteArrayList<>();
    final List<String> adopted = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<Path> damaged = new CopyOnWriteArrayList<>();

    @Override
    public void acknowledged(JournalRecord record, boolean isAdopted, long nanoTime) {
        (isAdopted ? adopted : acknowledged).add(new String(record.key(), UTF_8));
    }

    @Override
    public void refused(JournalRecord record, Exception reason) {
        refused.add(new String(record.key(), UTF_8) + ": " + reason.getClass().getSimpleName());
    }

    @Override
    public void cutOff(Path segment, long offset, long bytes) {
        damaged.add(segment);
    }

    @Override
    public void damaged(Path segment, long offset, long bytes) {
        damaged.add(segment);
    }
}
