package io.spendstream.sink;

import io.spendstream.sink.rebuild.Rebuild;
import io.spendstream.sink.rebuild.RebuildListener;
import io.spendstream.sink.rebuild.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A rebuild in a process of its own that dies at a chosen point, without a word to anybody. */
final class RebuildProcess {
    /** How a process ends that was killed with signal 9. */
    private static final int KILLED = 137;

    /** The point in the middle of the copy. */
    static final String COPYING = "COPYING";

    private RebuildProcess() {}

    /** Returns the arguments of one that dies at {@code point}. */
    static List<String> arguments(Map<String, String> settings, String point) {
        return List.of(
                settings.get(SinkConfig.BOOTSTRAP_SERVERS),
                settings.get(SinkConfig.JDBC_URL),
                settings.get(SinkConfig.JDBC_USER),
                settings.get(SinkConfig.JDBC_PASSWORD),
                point);
    }

    /** Rebuilds, and dies. */
    public static void main(String[] arguments) {
        String point = arguments[4];
        var where = new Rebuild.Where(arguments[1], arguments[2], arguments[3]);
        new Rebuild(Map.of("bootstrap.servers", arguments[0]), where, new RebuildListener() {
                    @Override
                    public void reached(Stage stage) {
                        dieAt(stage.name());
                    }

                    @Override
                    public void copied(long records, long all) {
                        dieAt(COPYING);
                    }

                    @Override
                    public void compared(long records, long all) {}

                    private void dieAt(String reached) {
                        if (reached.equals(point)) {
                            Runtime.getRuntime().halt(KILLED);
                        }
                    }
                })
                .run(Instant.now(), false);
    }
}
