package io.spendstream.stream.pricing;

import io.spendstream.stream.pricing.Deployments.Deployment;
import io.spendstream.yaml.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which models run under names that users gave. */
final class DeploymentReader {
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** Reads the deployments in {@code document}. */
    void read(Section document, OriginReader origins) {
        for (Section section : document.sections("deployments")) {
            Deployment deployment = deployment(section, origins);
            section.end();
            if (deployment != null) {
                checkUnique(section, deployment);
                deployments.add(deployment);
                sections.add(section);
            }
        }
    }

    int count() {
        return deployments.size();
    }

    Deployments all() {
        return new Deployments(deployments);
    }

    /** Notes deployments of models nobody has priced, and names that are some other model's already. */
    void check(Names names) {
        Names plain = new Names(names.platforms(), names.index(), new Deployments(List.of()));
        for (int i = 0; i < deployments.size(); i++) {
            Deployment deployment = deployments.get(i);
            if (plain.claims(deployment.provider(), deployment.model()).isEmpty()) {
                String message = "has no price at %s: '%s'";
                sections.get(i).error("model", message.formatted(deployment.provider(), deployment.model()));
            }
            if (!plain.claims(deployment.platform(), deployment.name()).isEmpty()) {
                sections.get(i)
                        .error(
                                "name",
                                "'%s' is a model's name at %s, and responses name models: no deployment can mean another"
                                        .formatted(deployment.name(), deployment.platform()));
            }
        }
    }

    private void checkUnique(Section section, Deployment deployment) {
        for (Deployment other : deployments) {
            boolean isSame = other.platform().equals(deployment.platform())
                    && other.name().equals(deployment.name());
            if (isSame && other.overlaps(deployment)) {
                section.error("name", "stands twice for one time: '" + deployment.name() + "'");
            }
        }
    }

    private static @Nullable Deployment deployment(Section section, OriginReader origins) {
        String platform = origins.provider(section, "provider");
        String name = section.requiredText("name");
        String model = section.requiredText("model");
        String provider = section.has("model_provider") ? origins.provider(section, "model_provider") : platform;
        Instant from = section.moment("effective_from");
        Instant to = section.moment("effective_to");
        if (from != null && to != null && !from.isBefore(to)) {
            section.error("effective_to", "must be after effective_from");
        }
        if (platform == null || name == null || model == null || provider == null) {
            return null;
        }
        return new Deployment(
                platform,
                origins.platforms().canonicalModel(platform, name),
                provider,
                model,
                from == null ? Instant.MIN : from,
                to == null ? Instant.MAX : to);
    }
}
