package io.spendstream.producer.reading;

import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;

/**
 * What an API's numbers mean, and so how disjoint counts follow from them. The three choices differ between providers
 * under the same field names, and between two APIs of one provider.
 *
 * @param cacheInside whether the reported input contains what was read from and written to the cache
 * @param reasoningInside whether the reported output contains reasoning
 * @param hasLifetimes whether cache writes are priced by lifetime, so that an unknown one is worth a flag
 */
record Convention(boolean cacheInside, boolean reasoningInside, boolean hasLifetimes) {
    /** Everything is inside: OpenAI and most servers of its shape. */
    static final Convention ALL_INSIDE = new Convention(true, true, false);

    /** Reasoning is beside the output: Gemini, and xAI's chat API. */
    static final Convention REASONING_BESIDE = new Convention(true, false, false);

    /** The cache is beside the input: Anthropic and Bedrock. */
    static final Convention CACHE_BESIDE = new Convention(false, true, true);

    /** Returns the disjoint counts of what was {@code reported}; flags what does not fit. */
    UsageCounts disjoint(Sighting reported, Draft draft) {
        var counts = UsageCounts.builder();
        long written = writeCache(reported, draft, counts);
        long read = readCache(reported, draft, counts);
        if (reported.has(Count.INPUT) || reported.has(Count.TOOL_INPUT)) {
            long input = reported.get(Count.INPUT) + reported.get(Count.TOOL_INPUT);
            input(reported, cacheInside ? uncached(input, read, written, draft) : input, draft, counts);
        }
        output(reported, draft, counts);
        units(reported, counts);
        return counts.build();
    }

    private static long uncached(long input, long read, long written, Draft draft) {
        if (read + written <= input) {
            return input - read - written;
        }
        draft.flag(read > 0 && written > 0 ? ReadFlag.OVERLAP : ReadFlag.CLAMPED);
        return Math.max(0, input - Math.max(read, written));
    }

    /** Sets the cache writes and returns their sum. A lifetime that was not said is the short, cheaper one. */
    private long writeCache(Sighting reported, Draft draft, UsageCounts.Builder counts) {
        long oneHour = reported.get(Count.CACHE_WRITE_1H);
        long itemised = reported.get(Count.CACHE_WRITE_5M) + oneHour;
        boolean isItemised = reported.has(Count.CACHE_WRITE_5M) || reported.has(Count.CACHE_WRITE_1H);
        if (!reported.has(Count.CACHE_WRITE) && !isItemised) {
            return 0;
        }
        long written = reported.has(Count.CACHE_WRITE) ? reported.get(Count.CACHE_WRITE) : itemised;
        if (hasLifetimes && itemised < written) {
            draft.flag(ReadFlag.LIFETIME_UNKNOWN);
        }
        if (oneHour > written) {
            draft.flag(ReadFlag.CLAMPED);
            oneHour = written;
        }
        counts.set(UsageClass.CACHE_WRITE_5M, written - oneHour);
        if (reported.has(Count.CACHE_WRITE_1H)) {
            counts.set(UsageClass.CACHE_WRITE_1H, oneHour);
        }
        return written;
    }

    /** Sets the cache reads and returns their sum. */
    private static long readCache(Sighting reported, Draft draft, UsageCounts.Builder counts) {
        Count name = reported.has(Count.CACHE_HIT) ? Count.CACHE_HIT : Count.CACHE_READ;
        if (!reported.has(name)) {
            return 0;
        }
        long read = reported.get(name);
        long audio = draft.atMost(read, reported.get(Count.CACHED_AUDIO));
        counts.set(UsageClass.CACHE_READ, read - audio);
        if (reported.has(Count.CACHED_AUDIO)) {
            counts.set(UsageClass.CACHE_READ_AUDIO, audio);
        }
        return read;
    }

    /** Splits the {@code uncached} input by modality; text is what remains, because breakdowns may be incomplete. */
    private static void input(Sighting reported, long uncached, Draft draft, UsageCounts.Builder counts) {
        long rest = uncached;
        rest -= part(reported, Count.AUDIO_INPUT, Count.CACHED_AUDIO, UsageClass.INPUT_AUDIO, rest, draft, counts);
        rest -= part(reported, Count.IMAGE_INPUT, Count.CACHED_IMAGE, UsageClass.INPUT_IMAGE, rest, draft, counts);
        rest -= part(reported, Count.VIDEO_INPUT, Count.CACHED_VIDEO, UsageClass.INPUT_VIDEO, rest, draft, counts);
        counts.set(UsageClass.INPUT, rest + reported.get(Count.CITATION_INPUT));
    }

    private static long part(
            Sighting reported,
            Count whole,
            Count cached,
            UsageClass usageClass,
            long available,
            Draft draft,
            UsageCounts.Builder counts) {
        if (!reported.has(whole)) {
            return 0;
        }
        long part = draft.atMost(available, Math.max(0, reported.get(whole) - reported.get(cached)));
        counts.set(usageClass, part);
        return part;
    }

    private void output(Sighting reported, Draft draft, UsageCounts.Builder counts) {
        if (!reported.has(Count.OUTPUT)) {
            if (!reasoningInside && reported.has(Count.REASONING)) {
                counts.set(UsageClass.REASONING, reported.get(Count.REASONING));
            }
            return;
        }
        long rest = reported.get(Count.OUTPUT);
        if (reported.has(Count.REASONING)) {
            long reasoning = reported.get(Count.REASONING);
            long counted = reasoningInside ? draft.atMost(rest, reasoning) : reasoning;
            counts.set(UsageClass.REASONING, counted);
            rest -= reasoningInside ? counted : 0;
        }
        if (reported.has(Count.AUDIO_OUTPUT)) {
            long audio = draft.atMost(rest, reported.get(Count.AUDIO_OUTPUT));
            counts.set(UsageClass.OUTPUT_AUDIO, audio);
            rest -= audio;
        }
        if (reported.has(Count.IMAGE_OUTPUT)) {
            long images = draft.atMost(rest, reported.get(Count.IMAGE_OUTPUT));
            counts.set(UsageClass.OUTPUT_IMAGE, images);
            rest -= images;
        }
        counts.set(UsageClass.OUTPUT, rest);
    }

    private static void units(Sighting reported, UsageCounts.Builder counts) {
        unit(reported, Count.WEB_SEARCH, UsageClass.WEB_SEARCH, counts);
        unit(reported, Count.SEARCH_UNIT, UsageClass.SEARCH_UNIT, counts);
        unit(reported, Count.AUDIO_SECOND, UsageClass.AUDIO_SECOND, counts);
    }

    private static void unit(Sighting reported, Count count, UsageClass usageClass, UsageCounts.Builder counts) {
        if (reported.has(count)) {
            counts.set(usageClass, reported.get(count));
        }
    }
}
