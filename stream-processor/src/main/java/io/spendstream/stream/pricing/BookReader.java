package io.spendstream.stream.pricing;

import io.spendstream.yaml.Limits;
import io.spendstream.yaml.Node;
import io.spendstream.yaml.NodeReader;
import io.spendstream.yaml.Problem;
import io.spendstream.yaml.Problems;
import io.spendstream.yaml.Section;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the files of a price book: all of them, before it says what is wrong. */
final class BookReader {
    private static final String FORMAT = "1";
    private static final String BUNDLED = "bundled";
    private static final String LIST = "list";
    private static final Limits LIMITS = new Limits(32, BookFiles.BYTES_MAX);

    private final List<Document> documents = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final Map<String, Section> sectionById = new HashMap<>();
    private final Set<String> baseIds = new HashSet<>();
    private final Discounts discounts = new Discounts();
    private final DeploymentReader deployments = new DeploymentReader();
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
     * @param content how much is in it
     * @param warnings what is worth a second look
     */
    record Book(
            String version,
            Names names,
            List<PriceEntry> entries,
            @Nullable PriceBook base,
            BookContent content,
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
            entries.addAll(read(document.section(), platforms));
            document.section().end();
        }
        discounts.all().forEach(discount -> checkId(discount.origin().priceId(), discount.section()));
        Names names = names(entries, platforms);
        check(entries, names);
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
        var content = new BookContent(entries.size(), discounts.all().size(), deployments.count(), base != null);
        return new Book(version, names, entries, base, content, warnings);
    }

    private void open(SourceFile file) {
        Problems problems = new Problems(file.name());
        Node node = file.name().endsWith(".json")
                ? NodeReader.json(file.text(), LIMITS, problems)
                : NodeReader.yaml(file.text(), LIMITS, problems);
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
            if (bundled != null) {
                bundled.origins().forEach(origin -> baseIds.add(origin.priceId()));
            }
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

    private Names names(List<PriceEntry> entries, Platforms platforms) {
        List<PriceEntry> lowered = new ArrayList<>(entries);
        lowered.sort(Comparator.comparing(PriceEntry::layer)); // where several claim a name, the first is lowered
        lowered.addAll(base == null ? List.of() : base.entries());
        NameIndex below = base == null ? null : base.names().index();
        var index = new NameIndex(entries, discounts.off(lowered), below, this::conflict);
        var names = new Names(platforms, index, deployments.all());
        deployments.check(names);
        return names;
    }

    /** Checks what makes sense to ask only of a book whose parts are right. */
    private void check(List<PriceEntry> entries, Names names) {
        boolean isRight = errors.isEmpty()
                && documents.stream().allMatch(document -> document.problems().isRight());
        if (reference == null || !isRight) {
            return;
        }
        var checks = new EntryChecks(entries, sectionById);
        checks.checkNamesLeadBack(names);
        checks.checkJumps();
        checks.compareWith(reference);
        if (base != null) {
            checks.checkNoNameIsForgotten(base, names.index());
        }
    }

    private List<PriceEntry> read(Section document, Platforms platforms) {
        var origins = new OriginReader(platforms, document.text("source"), document.date("checked"));
        Layer layer = layer(document);
        discounts.read(document, origins);
        deployments.read(document, origins);
        var reader = new EntryReader(origins, layer, base == null ? List.of() : base.entries());
        List<PriceEntry> entries = new ArrayList<>();
        for (Section section : document.sections("entries")) {
            for (PriceEntry entry : reader.read(section)) {
                checkId(entry.origin().priceId(), section);
                entries.add(entry);
            }
        }
        return entries;
    }

    private static Layer layer(Section document) {
        String layer = document.text("layer");
        if (layer != null && !LIST.equals(layer)) {
            document.error("layer", "must be '" + LIST + "', or not be there: '" + layer + "'");
        }
        return layer == null ? Layer.OWN : Layer.LIST;
    }

    private void checkId(String id, Section section) {
        if (sectionById.putIfAbsent(id, section) != null) {
            section.error("id", "stands twice: '" + id + "'");
        }
        if (baseIds.contains(id)) {
            section.error("id", "stands in the bundled book already: '" + id + "'");
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
