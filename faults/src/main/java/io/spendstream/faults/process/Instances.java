package io.spendstream.faults.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/**
 * The instances of one program, each in a place of its own. An instance can be replaced while it runs, as an upgrade does
 * that goes from one to the next: the old one works until the new one is ready. Thread-safe, but for two that replace.
 */
final class Instances {
    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final long ASK_PAUSE_MILLIS = 250;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

    private final String program;
    private final IntSupplier ports;
    private final Maker maker;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final List<ManagedProcess> replaced = new CopyOnWriteArrayList<>();

    /** Makes instances, not yet started. */
    @FunctionalInterface
    interface Maker {
        /** Returns the instance {@code name} in {@code place}, which answers on {@code operationsPort}. */
        ManagedProcess make(String name, int place, int operationsPort, Release release);
    }

    /** What stands in a place. */
    private record Instance(ManagedProcess process, int operationsPort, int generation, Release release) {}

    /** Creates places for instances of {@code program}, which take their ports from {@code ports}. */
    Instances(String program, IntSupplier ports, Maker maker) {
        this.program = program;
        this.ports = ports;
        this.maker = maker;
    }

    /** Makes one in the next place. */
    void add(Release release) {
        instances.add(make(instances.size(), 1, release));
    }

    private Instance make(int place, int generation, Release release) {
        String name = "%s-%c%s".formatted(program, 'a' + place, generation == 1 ? "" : generation);
        int port = ports.getAsInt();
        return new Instance(maker.make(name, place, port, release), port, generation, release);
    }

    /** Returns them, by place. */
    List<ManagedProcess> processes() {
        return instances.stream().map(Instance::process).toList();
    }

    /** Returns those there were and that were replaced. */
    List<ManagedProcess> replaced() {
        return List.copyOf(replaced);
    }

    /** Returns where they show their counters. */
    List<String> metricsUrls() {
        return instances.stream()
                .map(instance -> url(instance, "metrics").toString())
                .toList();
    }

    private static URI url(Instance instance, String page) {
        return URI.create("http://127.0.0.1:%d/%s".formatted(instance.operationsPort(), page));
    }

    /** Returns the places of those that do not run {@code release}. */
    List<Integer> placesNotOf(Release release) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < instances.size(); place++) {
            if (!instances.get(place).release().equals(release)) {
                places.add(place);
            }
        }
        return places;
    }

    /**
     * Puts an instance of {@code release} in {@code place}.
     *
     * @throws IllegalStateException if it does not get ready; the old one goes on then
     */
    void replace(int place, Release release) throws InterruptedException {
        Instance before = instances.get(place);
        Instance next = make(place, before.generation() + 1, release);
        next.process().start();
        try {
            awaitReady(next);
        } catch (IllegalStateException | InterruptedException e) {
            next.process().kill();
            throw e;
        }
        before.process().terminate();
        replaced.add(before.process());
        instances.set(place, next);
    }

    private static void awaitReady(Instance instance) throws InterruptedException {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (!isReady(instance)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s was not ready within %s"
                        .formatted(instance.process().name(), READY_MAX));
            }
            Thread.sleep(ASK_PAUSE_MILLIS);
        }
    }

    private static boolean isReady(Instance instance) throws InterruptedException {
        var request = HttpRequest.newBuilder(url(instance, "readyz"))
                .timeout(ANSWER_MAX)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not answer yet
        }
    }
}
