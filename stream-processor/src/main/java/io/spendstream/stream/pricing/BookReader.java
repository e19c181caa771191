package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import io.spendstream.stream.pricing.PriceBookException.Problem;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of a price book: all of them, before it says what is wrong. */
final class BookReader {
    private static final String FORMAT = "1";
    private static final String BUNDLED = "bundled";

    private final List<Document> documents = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final Map<String, Section> sectionById = new HashMap<>();
    private final @Nullable PriceBook reference;
    private final @Nullable PriceBook bundled;
    private @Nullable PriceBook base;

    private BookReader(@Nullable PriceBook bundled) {
        this.reference = bundled;
        this.bundled = bundled;
    }

    /** What was read of one file. */
    private record Document(Problems problems, Node.Fields node, Section section) {}

    /**
     * One file of a book.
     *
     * @param name its name, for messages
     * @param text what is in it
     */
    record SourceFile(String name, String text) {}

    /**
     * A book as read.
     *
     * @param version its version
     * @param names its names
     * @param entries its entries, without those of a book it extends
     * @param base the book it extends
     * @param warnings what is worth a second look
     */
    record Book(
            String version,
            Names names,
            List<PriceEntry> entries,
            @Nullable PriceBook base,
            List<Problem> warnings) {}

    /**
     * Returns the book in {@code files}, which may extend {@code bundled}. Its prices are compared with those there.
     *
     * @throws PriceBookException if it breaks a rule
     */
    static Book read(List<SourceFile> files, @Nullable PriceBook bundled) {
        return new BookReader(bundled).readAll(files);
    }

    private Book readAll(List<SourceFile> files) {
        files.forEach(this::open);
        LocalDate date = LocalDate.MIN;
        for (Document document : documents) {
            LocalDate own = header(document.section());
            date = own.isAfter(date) ? own : date;
        }
        Platforms platforms = platforms();
        List<PriceEntry> entries = new ArrayList<>();
        for (Document document : documents) {
            entries.addAll(entries(document.section(), platforms));
            document.section().end();
        }
        entries.forEach(this::compare);
        NameIndex index =
                new NameIndex(entries, base == null ? null : base.names().index(), this::conflict);
        List<Problem> warnings = new ArrayList<>();
        for (Document document : documents) {
            errors.addAll(document.problems().errors());
            warnings.addAll(document.problems().warnings());
        }
        if (!errors.isEmpty()) {
            throw new PriceBookException(errors);
        }
        List<Node> contents = documents.stream().<Node>map(Document::node).toList();
        String version = BookVersion.of(date, contents, base == null ? null : base.version());
        return new Book(version, new Names(platforms, index), entries, base, warnings);
    }

    private void open(SourceFile file) {
        Problems problems = new Problems(file.name());
        Node node = NodeReader.read(file.text(), problems);
        if (node instanceof Node.Fields fields) {
            documents.add(new Document(problems, fields, new Section(fields, "", problems)));
            return;
        }
        if (problems.errors().isEmpty()) {
            problems.add(node == null ? 0 : node.line(), "", "must be an object with format, date and entries");
        }
        errors.addAll(problems.errors());
    }

    private LocalDate header(Section section) {
        String format = section.requiredText("format");
        if (format != null && !FORMAT.equals(format)) {
            section.error("format", "must be " + FORMAT + ": '" + format + "'");
        }
        String extended = section.text("extends");
        if (extended != null && !BUNDLED.equals(extended)) {
            section.error("extends", "must be '" + BUNDLED + "': '" + extended + "'");
        } else if (extended != null) {
            base = bundled;
        }
        LocalDate date = section.date("date");
        if (date == null) {
            section.error("", "needs the field date, the day this version of the book is of");
        }
        return date == null ? LocalDate.MIN : date;
    }

    private Platforms platforms() {
        List<Platforms.Platform> platforms = new ArrayList<>();
        for (Document document : documents) {
            for (Section object : document.section().sections("providers")) {
                String name = object.requiredText("name");
                List<String> spellings = object.texts("spellings");
                String namedBy = object.text("model_from");
                if (namedBy != null && !"request".equals(namedBy) && !"response".equals(namedBy)) {
                    object.error("model_from", "must be request or response: '" + namedBy + "'");
                }
                object.end();
                checkLowerCase(object, name == null ? List.of() : List.of(name), "name");
                checkLowerCase(object, spellings, "spellings");
                if (name != null) {
                    platforms.add(new Platforms.Platform(name, spellings, "request".equals(namedBy)));
                }
            }
        }
        checkUnique(platforms);
        return Platforms.of(platforms, base == null ? null : base.names().platforms());
    }

    private void checkUnique(List<Platforms.Platform> platforms) {
        Map<String, String> owners = new HashMap<>();
        for (Platforms.Platform platform : platforms) {
            List<String> spellings = new ArrayList<>(platform.spellings());
            spellings.add(platform.name());
            for (String spelling : spellings) {
                String owner = owners.putIfAbsent(spelling, platform.name());
                if (owner != null) {
                    String message = "'%s' is a spelling of both %s and %s".formatted(spelling, owner, platform.name());
                    documents.get(0).problems().add(0, "providers", message);
                }
            }
        }
    }

    private List<PriceEntry> entries(Section document, Platforms platforms) {
        EntryReader reader = new EntryReader(platforms, document.text("source"), document.date("checked"));
        List<PriceEntry> entries = new ArrayList<>();
        for (Section section : document.sections("entries")) {
            PriceEntry entry = reader.read(section);
            if (entry == null) {
                continue;
            }
            if (sectionById.putIfAbsent(entry.origin().priceId(), section) != null) {
                section.error("id", "stands twice: '" + entry.origin().priceId() + "'");
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Warns if an entry is far off what the reference book says of the same model. */
    private void compare(PriceEntry entry) {
        PriceOrigin origin = entry.origin();
        Section section = sectionById.get(origin.priceId());
        if (reference == null || section == null) {
            return;
        }
        ModelCall call = ModelCall.of(origin.provider(), origin.model());
        Claim usual = reference
                .names()
                .find(call, origin.checked().atStartOfDay(ZoneOffset.UTC).toInstant());
        Tariff own = entry.tariff(null);
        Tariff theirs = usual == null ? null : usual.entry().tariff(null);
        if (own != null && theirs != null) {
            Sanity.checkAgainst(section, theirs.base().base(), own.base().base());
        }
    }

    private void conflict(PriceEntry.Name name, NameIndex.Conflict conflict) {
        String id = conflict.second().origin().priceId();
        Section section = sectionById.get(id);
        if (section != null) {
            section.error(
                    "",
                    "the name '%s' leads to %s and to %s at the same time"
                            .formatted(name.text(), conflict.first().origin().priceId(), id));
        }
    }

    private static void checkLowerCase(Section section, Collection<String> texts, String field) {
        for (String text : texts) {
            if (!text.equals(text.toLowerCase(Locale.ROOT))) {
                section.error(field, "must be in lower case: '" + text + "'");
            }
        }
    }
}
