package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.yaml.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prices of models: which there are, since when, and what a call costs. {@link #price} is made for every event,
 * {@link #quote} for people who ask why; both do the same arithmetic.
 *
 * <p>Immutable and thread-safe.
 */
public final class PriceBook {
    private final BookReader.Book book;
    private final Pricing unmetered;
    private final Pricing unknown;

    private PriceBook(BookReader.Book book) {
        this.book = book;
        this.unmetered = new Pricing(PricingStatus.UNMETERED, null, null, null, null, book.version());
        this.unknown = new Pricing(PricingStatus.UNPRICED, null, null, null, null, book.version());
    }

    /** Returns the book that ships with Spendstream. */
    public static PriceBook bundled() {
        return Bundled.BOOK;
    }

    /**
     * Returns the book in {@code path}: a YAML or JSON file, or a folder of such files.
     *
     * @throws PriceBookException if it cannot be read or breaks a rule; lists everything that is wrong
     */
    public static PriceBook load(Path path) {
        return new PriceBook(BookReader.read(BookFiles.in(path), bundled()));
    }

    /**
     * Returns the book in {@code files}, their texts by name. A name that ends in {@code .json} is a JSON file, any
     * other a YAML file.
     *
     * @throws PriceBookException if it breaks a rule; lists everything that is wrong
     */
    public static PriceBook of(Map<String, String> files) {
        return of(files, bundled());
    }

    /**
     * Returns the book in {@code files}, in which {@code extends: bundled} means {@code bundled}: what ships with this
     * release may not be what is in force.
     *
     * @throws PriceBookException if it breaks a rule; lists everything that is wrong
     */
    public static PriceBook of(Map<String, String> files, PriceBook bundled) {
        return new PriceBook(BookReader.read(BookFiles.of(files), bundled));
    }

    /** Returns the book in {@code files}, which extends no other and is compared with none: a bundled book. */
    public static PriceBook ofBundled(Map<String, String> files) {
        return new PriceBook(BookReader.read(BookFiles.of(files), null));
    }

    /** Returns the files of the book that ships with Spendstream, their texts by name. */
    public static Map<String, String> bundledFiles() {
        return BookFiles.byName(BookFiles.bundled());
    }

    /**
     * Returns the book files at {@code path}, a file or a folder: their texts by name, without the folders.
     *
     * @throws PriceBookException if they cannot be read
     */
    public static Map<String, String> filesAt(Path path) {
        return BookFiles.byName(BookFiles.in(path));
    }

    /** Returns the book's version: the date it bears and a digest of what it says. */
    public String version() {
        return book.version();
    }

    /**
     * Returns what {@code usage} of {@code call} at {@code at} cost {@code team}.
     *
     * @throws RejectedException if that is more than a ledger line can hold
     */
    public Pricing price(
            ModelCall call, @Nullable String team, UsageCounts usage, UsageStatus usageStatus, Instant at) {
        if (isUnmetered(usage, usageStatus)) {
            return unmetered;
        }
        Claim claim = book.names().find(call, team, at);
        if (claim == null) {
            return unknown;
        }
        return pricing(claim, card(claim, call, usage, at), usage);
    }

    /**
     * Returns what {@link #price} returns, with its receipt.
     *
     * @throws RejectedException if the cost is more than a ledger line can hold
     */
    public Quote quote(ModelCall call, @Nullable String team, UsageCounts usage, UsageStatus usageStatus, Instant at) {
        String tier = ServiceTier.canonical(call.serviceTier());
        if (isUnmetered(usage, usageStatus)) {
            return new Quote(unmetered, tier, null, List.of(), null, "the provider reported no usage");
        }
        Claim claim = book.names().find(call, team, at);
        if (claim == null) {
            return new Quote(unknown, tier, null, List.of(), null, whyUnknown(call, at));
        }
        RateCard card = card(claim, call, usage, at);
        Pricing pricing = pricing(claim, card, usage);
        PriceOrigin origin = claim.entry().origin();
        if (card == null || !pricing.status().hasCost()) {
            String rule = card == null ? null : card.rule();
            return new Quote(pricing, tier, rule, List.of(), origin, whyUnpriced(card, usage, tier));
        }
        List<QuoteLine> lines = new ArrayList<>();
        usage.forEach((usageClass, count) -> {
            if (count != 0) {
                lines.add(card.line(usageClass, count));
            }
        });
        return new Quote(pricing, tier, card.rule(), lines, origin, null);
    }

    /** Returns the book's own names of all models in it. */
    public Set<String> models() {
        return origins().stream().map(PriceOrigin::model).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns where each price in the book comes from, including those of a book it extends. */
    public List<PriceOrigin> origins() {
        return allEntries().stream().map(PriceEntry::origin).toList();
    }

    /** Returns every name that leads to a price, by platform; of models, not of deployments. */
    public Map<String, Set<String>> namesByProvider() {
        Map<String, Set<String>> names = new TreeMap<>();
        for (PriceEntry entry : allEntries()) {
            Set<String> ofProvider = names.computeIfAbsent(entry.origin().provider(), key -> new TreeSet<>());
            entry.names().forEach(name -> ofProvider.add(name.text()));
        }
        return names;
    }

    /** Returns every entry that {@code model} of {@code provider} leads to, in the order in which they are asked. */
    public List<PriceSpan> history(String provider, String model) {
        return book.names().claims(provider, model).stream()
                .filter(claim -> claim.from().isBefore(claim.to()))
                .map(PriceSpan::of)
                .toList();
    }

    /** Returns the book's spelling of {@code provider}; a platform that is not in the book is its own. */
    public String canonicalProvider(String provider) {
        return book.names().platforms().canonical(provider);
    }

    /** Returns {@code model} as names of models of {@code provider}, in the book's spelling, stand in the book. */
    public String canonicalModel(String provider, String model) {
        Platforms platforms = book.names().platforms();
        String before = model;
        String canonical = platforms.canonicalModel(provider, before);
        while (!canonical.equals(before)) { // a platform may stand before the name under two spellings
            before = canonical;
            canonical = platforms.canonicalModel(provider, before);
        }
        return canonical;
    }

    /** Returns whether the book extends the bundled one. */
    public boolean isExtension() {
        return book.base() != null;
    }

    /** Returns how much is in this book itself. */
    public BookContent content() {
        return book.content();
    }

    /** Returns what in the book is allowed, but worth a second look, such as a price twenty times the usual one. */
    public List<Problem> warnings() {
        return book.warnings();
    }

    List<PriceEntry> entries() {
        return book.entries();
    }

    private List<PriceEntry> allEntries() {
        PriceBook base = book.base();
        return base == null
                ? book.entries()
                : Stream.concat(book.entries().stream(), base.allEntries().stream())
                        .toList();
    }

    /** Returns the entries of {@code model} by its own name, without those of a book this one extends. */
    List<PriceEntry> entriesOf(String provider, String model) {
        return book.entries().stream()
                .filter(entry -> entry.origin().provider().equals(provider)
                        && entry.origin().model().equals(model))
                .toList();
    }

    Names names() {
        return book.names();
    }

    private Pricing pricing(Claim claim, @Nullable RateCard card, UsageCounts usage) {
        long units = card == null ? RateCard.NO_PRICE : card.costUnits(usage);
        PricingStatus status = PricingStatus.PRICED;
        if (card == null || units == RateCard.NO_PRICE) {
            status = PricingStatus.UNPRICED;
        } else if (card.isFree()) {
            status = PricingStatus.FREE;
        }
        PriceOrigin origin = claim.entry().origin();
        return new Pricing(
                status,
                status.hasCost() ? Money.ofUnits(units) : null,
                origin.model(),
                origin.priceId(),
                claim.kind().wireName(),
                book.version());
    }

    private String whyUnknown(ModelCall call, Instant at) {
        return book.names().knows(call)
                ? "no price for %s at %s at this time: %s".formatted(call.model(), call.provider(), at)
                : "no price for %s at %s".formatted(call.model(), call.provider());
    }

    private static boolean isUnmetered(UsageCounts usage, UsageStatus usageStatus) {
        return usageStatus == UsageStatus.MISSING || usage.isEmpty();
    }

    private static @Nullable RateCard card(Claim claim, ModelCall call, UsageCounts usage, Instant at) {
        Tariff tariff = claim.entry().tariff(call.serviceTier());
        return tariff == null ? null : tariff.cardFor(usage.promptTokens(), at);
    }

    private static String whyUnpriced(@Nullable RateCard card, UsageCounts usage, String tier) {
        UsageClass missing = card == null ? null : card.missing(usage);
        if (card == null || missing == null) {
            return "no price for tier " + tier;
        }
        String rule = card.rule().equals(RateCard.BASE) ? "" : ", " + card.rule();
        return "no price for %s in tier %s%s".formatted(missing.wireName(), tier, rule);
    }

    /** Reads the bundled book when it is first asked for. */
    private static final class Bundled {
        static final PriceBook BOOK = new PriceBook(BookReader.read(BookFiles.bundled(), null));
    }
}
