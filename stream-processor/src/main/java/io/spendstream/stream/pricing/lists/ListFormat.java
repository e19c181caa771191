package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.spendstream.stream.pricing.PriceBook;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** The public lists that can be read. */
public enum ListFormat {
    /** LiteLLM's {@code model_prices_and_context_window.json}: USD per single token, no dates. */
    LITELLM {
        @Override
        PriceList read(JsonNode root, PriceBook book) {
            return new LiteLlmList(book).read(root);
        }
    },
    /** The data of pydantic's genai-prices, whole or one provider: USD per million tokens, some dated. */
    GENAI_PRICES {
        @Override
        PriceList read(JsonNode root, PriceBook book) {
            return new GenaiPricesList(book).read(root);
        }
    };

    private static final int BYTES_MAX = 64_000_000;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    abstract PriceList read(JsonNode root, PriceBook book);

    /**
     * Reads a list. Names of platforms and models are put in the form that {@code book} has them in.
     *
     * @param text the list, JSON or YAML
     * @throws IllegalArgumentException if it is neither, or is no such list
     */
    public PriceList read(String text, PriceBook book) {
        try {
            return read(mapper(text).readTree(text), book);
        } catch (JsonProcessingException e) {
            String said = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new IllegalArgumentException("is not well-formed: " + said, e);
        }
    }

    /** Returns the format's name as people write it. */
    @Override
    public String toString() {
        return word;
    }

    private static ObjectMapper mapper(String text) {
        String start = text.stripLeading();
        boolean isJson = start.startsWith("{") || start.startsWith("[");
        ObjectMapper mapper = isJson ? new ObjectMapper() : new ObjectMapper(yaml());
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(BYTES_MAX)
                        .build());
        return mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    }

    private static YAMLFactory yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        return YAMLFactory.builder().loaderOptions(options).build();
    }
}
