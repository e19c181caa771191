package io.spendstream.faults.process;

import io.spendstream.embedded.BrokerDoor;
import io.spendstream.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The broker in a process of its own, with a door for each proxy.
 *
 * <p>Arguments: data directory, port, and for each door its name, its port and the port of its proxy, with colons.
 */
final class BrokerProgram {
    private static final int START_SECONDS_MAX = 60;

    private BrokerProgram() {}

    /** Runs until the process is ended or the broker gives up. */
    public static void main(String[] arguments) throws InterruptedException {
        List<BrokerDoor> doors = new ArrayList<>();
        for (String door : List.of(arguments).subList(2, arguments.length)) {
            String[] parts = door.split(":", -1);
            doors.add(new BrokerDoor(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
        }
        var isUp = new CountDownLatch(1);
        giveUpUnless(isUp);
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), doors);
        isUp.countDown();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        kafka.fault().thenAccept(fault -> Runtime.getRuntime().halt(1));
        new CountDownLatch(1).await();
    }

    /** Ends the process if the broker does not come up: one that fails while it starts, on a full disk, may hang for good. */
    private static void giveUpUnless(CountDownLatch isUp) {
        var guard = new Thread(
                () -> {
                    try {
                        if (!isUp.await(START_SECONDS_MAX, TimeUnit.SECONDS)) {
                            Runtime.getRuntime().halt(1);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "start");
        guard.setDaemon(true);
        guard.start();
    }
}
