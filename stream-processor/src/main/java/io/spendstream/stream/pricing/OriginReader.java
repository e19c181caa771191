package io.spendstream.stream.pricing;

import io.spendstream.yaml.Section;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what every price in a file must say of itself: its id, platform, time, source and whose price it is. */
final class OriginReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._:/@+~-]{0,199}");

    private final Platforms platforms;
    private final @Nullable String defaultSource;
    private final @Nullable LocalDate defaultChecked;

    /** Creates a reader for a file that gives a default source and date, or not. */
    OriginReader(Platforms platforms, @Nullable String defaultSource, @Nullable LocalDate defaultChecked) {
        this.platforms = platforms;
        this.defaultSource = defaultSource;
        this.defaultChecked = defaultChecked;
    }

    Platforms platforms() {
        return platforms;
    }

    /** Returns the origin of what {@code section} says about {@code model}, or null after noting what is missing. */
    @Nullable
    PriceOrigin read(Section section, @Nullable String model, Scope scope) {
        String id = section.requiredText("id");
        if (id != null && !ID.matcher(id).matches()) {
            section.error("id", "must be at most 200 lower-case letters, digits and ._:/@+~-: '" + id + "'");
        }
        String provider = provider(section, "provider");
        Instant from = section.moment("effective_from");
        Instant to = section.moment("effective_to");
        if (from != null && to != null && !from.isBefore(to)) {
            section.error("effective_to", "must be after effective_from");
        }
        String source = section.has("source") ? section.text("source") : defaultSource;
        LocalDate checked = section.has("checked") ? section.date("checked") : defaultChecked;
        if (source == null || checked == null) {
            section.error("", "needs source and checked, here or at the top of the file");
            return null;
        }
        String terms = scope.isEveryone() ? null : String.join(", ", scope.words());
        return id == null || provider == null || model == null
                ? null
                : new PriceOrigin(id, provider, model, from, to, terms, source, checked);
    }

    /** Returns the platform in {@code field}, which must be written as the book spells it. */
    @Nullable
    String provider(Section section, String field) {
        String provider = section.requiredText(field);
        if (provider != null && !platforms.canonical(provider).equals(provider)) {
            section.error(field, "must be written '" + platforms.canonical(provider) + "'");
        }
        return provider;
    }

    /** Returns whose calls {@code section} is about. */
    Scope scope(Section section, @Nullable String provider) {
        List<String> teams = named(section, "teams");
        List<String> deployments = named(section, "deployments").stream()
                .map(name -> platforms.canonicalModel(provider == null ? "" : provider, name))
                .toList();
        return new Scope(Set.copyOf(teams), Set.copyOf(deployments));
    }

    private static List<String> named(Section section, String field) {
        List<String> names =
                section.texts(field).stream().filter(name -> !name.isEmpty()).toList();
        if (section.has(field) && names.isEmpty()) {
            section.error(field, "must name at least one; leave the field out if all are meant");
        }
        return names;
    }
}
