package io.spendstream.producer.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it is told. */
final class Damage implements DamageListener {
    final List<Long> cutOffs = new ArrayList<>();
    final List<Long> damages = new ArrayList<>();

    @Override
    public void cutOff(Path segment, long offset, long bytes) {
        cutOffs.add(bytes);
    }

    @Override
    public void damaged(Path segment, long offset, long bytes) {
        damages.add(bytes);
    }
}
