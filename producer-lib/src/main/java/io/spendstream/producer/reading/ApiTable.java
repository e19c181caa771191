package io.spendstream.producer.reading;

import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The APIs that can be read and how their names are matched: case, punctuation and words that say nothing about the
 * shape ({@code v1}, {@code stream}, {@code sdk}, what stands in parentheses) do not count, and a name may have words
 * around a listed one as long as none of them makes it another API.
 */
final class ApiTable {
    private static final Set<String> NOISE = Set.of(
            "api",
            "v1",
            "v2",
            "beta",
            "sdk",
            "rest",
            "http",
            "https",
            "stream",
            "streaming",
            "streamed",
            "sse",
            "json");

    /** Words that make an API another one, which is not metered by tokens or not shaped as the rest of its name says. */
    private static final Set<String> OTHER = Set.of("count", "counttokens", "batch", "batches", "files", "models");

    private static final Pattern COMMA = Pattern.compile(", *");
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");

    private final List<ShapeReader> readers;
    private final Map<String, String> providers = new HashMap<>();

    private ApiTable(TabTable apis, TabTable aliases, EventId ids) {
        readers = apis.rows().stream().map(row -> reader(row, ids)).toList();
        for (ShapeReader reader : readers) {
            String provider = reader.api().provider();
            providers.put(squeezed(provider), provider);
        }
        for (Map<String, String> row : aliases.rows()) {
            String provider = value(row, "provider");
            list(row, "also").forEach(alias -> providers.put(squeezed(alias), provider));
        }
    }

    /** Loads the table; {@code ids} identifies calls to which the provider gives no id. */
    static ApiTable load(EventId ids) {
        return new ApiTable(resource("apis.tsv"), resource("providers.tsv"), ids);
    }

    private static TabTable resource(String name) {
        try (InputStream bytes = ApiTable.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException("the resource %s is missing from the jar".formatted(name));
            }
            return TabTable.parse(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ShapeReader reader(Map<String, String> row, EventId ids) {
        String format = value(row, "stream");
        var api = new ReadableApi(
                value(row, "provider"),
                value(row, "api"),
                list(row, "also"),
                StreamFormat.of(format)
                        .orElseThrow(() -> new IllegalStateException("stream must be a known format: " + format)),
                value(row, "reads"),
                value(row, "numbers"),
                value(row, "source"));
        return new ShapeReader(api, Shapes.of(value(row, "shape")), ids);
    }

    private static String value(Map<String, String> row, String column) {
        String value = row.getOrDefault(column, "");
        if (value.isEmpty()) {
            throw new IllegalStateException("%s must not be empty: %s".formatted(column, row));
        }
        return value;
    }

    private static List<String> list(Map<String, String> row, String column) {
        return Arrays.stream(COMMA.split(row.getOrDefault(column, ""), -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    List<ReadableApi> all() {
        return readers.stream().map(ShapeReader::api).toList();
    }

    Optional<UsageReader> find(String provider, String api) {
        String known = providers.get(squeezed(provider));
        ShapeReader own = known == null ? null : best(known, api);
        if (own != null) {
            return Optional.of(own);
        }
        ShapeReader any = best(ReadableApi.ANY_PROVIDER, api);
        String name = known == null ? provider.strip().toLowerCase(Locale.ROOT) : known;
        return any == null || !isUsable(name)
                ? Optional.empty()
                : Optional.of(any.forApi(any.api().forProvider(name)));
    }

    private @Nullable ShapeReader best(String provider, String api) {
        Set<String> words = words(api);
        String squeezed = String.join("", words);
        ShapeReader best = null;
        int bestLength = 0;
        for (ShapeReader reader : readers) {
            if (!reader.api().provider().equals(provider)) {
                continue;
            }
            for (String name : names(reader.api())) {
                Set<String> own = words(name);
                String joined = String.join("", own);
                if (joined.equals(squeezed)) {
                    return reader;
                }
                if (joined.length() > bestLength && isSameApi(own, words)) {
                    best = reader;
                    bestLength = joined.length();
                }
            }
        }
        return best;
    }

    private static boolean isSameApi(Set<String> listed, Set<String> asked) {
        if (!asked.containsAll(listed)) {
            return false;
        }
        for (String word : asked) {
            if (OTHER.contains(word) && !listed.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(ReadableApi api) {
        var names = new ArrayList<String>(api.aliases());
        names.add(api.api());
        return names;
    }

    /** Returns the words of {@code name} in lower case, without noise unless there is nothing else. */
    private static Set<String> words(String name) {
        var all = new LinkedHashSet<String>();
        var telling = new LinkedHashSet<String>();
        String spaced = name.replaceAll("\\(.*?\\)", " ").replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
        Matcher word = WORD.matcher(spaced.toLowerCase(Locale.ROOT));
        while (word.find()) {
            all.add(word.group());
            if (!NOISE.contains(word.group())) {
                telling.add(word.group());
            }
        }
        return telling.isEmpty() ? all : telling;
    }

    private static String squeezed(String provider) {
        return provider.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9*]", "");
    }

    private static boolean isUsable(String provider) {
        try {
            return ModelCall.of(provider, ReadUsage.UNKNOWN_MODEL).provider().equals(provider);
        } catch (RejectedException e) {
            return false;
        }
    }
}
