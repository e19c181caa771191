package io.spendstream.cli.process;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What {@code /metrics} of one or more processes said at one time, in the Prometheus text format.
 *
 * @param samples every sample of every process
 */
public record Scrape(List<Sample> samples) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * One sample.
     *
     * @param name the metric's name
     * @param labels its labels, as written, without braces
     * @param value its value; Prometheus knows only floating-point numbers
     */
    public record Sample(String name, String labels, double value) {}

    public Scrape {
        samples = List.copyOf(samples);
    }

    /**
     * Scrapes {@code urls}, separated by commas, for the metrics of these {@code names}; for all if there are none.
     *
     * @throws IOException if one does not answer 200
     */
    public static Scrape of(String urls, String... names) throws IOException, InterruptedException {
        String query = Stream.of(names).map(name -> "name%5B%5D=" + name).collect(joining("&"));
        List<Sample> samples = new ArrayList<>();
        for (String url : urls.split(",", -1)) {
            String asked = query.isEmpty() ? url.strip() : url.strip() + "?" + query;
            HttpResponse<String> response = ask(asked);
            if (response.statusCode() != 200) {
                throw new IOException("%s answered %d".formatted(url, response.statusCode()));
            }
            response.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> parse(line, samples));
        }
        return new Scrape(samples);
    }

    private static HttpResponse<String> ask(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) { // which says nothing, not even the address
            throw new IOException(url + " cannot be connected to", e);
        }
    }

    private static void parse(String line, List<Sample> samples) {
        int space = line.lastIndexOf(' ');
        if (space < 0) {
            return;
        }
        int brace = line.indexOf('{');
        String name = line.substring(0, brace < 0 ? space : brace);
        String labels = brace < 0 ? "" : line.substring(brace + 1, line.lastIndexOf('}'));
        samples.add(new Sample(name, labels, number(line.substring(space + 1))));
    }

    /** Returns the number {@code text} names; Prometheus spells infinity otherwise than Java. */
    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Returns the sum of all samples named {@code name}. */
    public double sum(String name) {
        return sum(name, labels -> true);
    }

    /** Returns the sum of all samples named {@code name} whose labels {@code match}. */
    public double sum(String name, Predicate<String> match) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && match.test(sample.labels()))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** Returns whether there is a sample named {@code name}. */
    public boolean has(String name) {
        return samples.stream().anyMatch(sample -> sample.name().equals(name));
    }
}
