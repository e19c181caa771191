package io.spendstream.notifier.file;

import io.spendstream.contract.AlertSeverity;
import io.spendstream.notifier.channel.AlertmanagerChannel;
import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.channel.LogChannel;
import io.spendstream.notifier.channel.PagerDutyChannel;
import io.spendstream.notifier.channel.Route;
import io.spendstream.notifier.channel.SigningSecret;
import io.spendstream.notifier.channel.SlackChannel;
import io.spendstream.notifier.channel.WebhookChannel;
import io.spendstream.notifier.http.AddressGuard;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.yaml.Limits;
import io.spendstream.yaml.Node;
import io.spendstream.yaml.NodeReader;
import io.spendstream.yaml.Problems;
import io.spendstream.yaml.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file that says who is told.
 *
 * <pre>
 * file    = "channels:" , 1 to 50 channels
 * channel = "name:"  [a-z0-9-]{1,40}            part of the identity of what was delivered
 *           "type:"  "log" | "webhook" | "slack" | "alertmanager" | "pagerduty"
 *           [ "teams:"      list of teams ]      absent: all, and alerts about no team
 *           [ "severities:" list of "info" | "warning" | "critical" ]   absent: any; of pagerduty: critical
 *           what the type needs:
 *   webhook       url, secrets (1 to 5, the newest first)
 *   slack         url
 *   alertmanager  url, up to before /api/v2/alerts
 *   pagerduty     routing_key, [ url ]
 * </pre>
 *
 * Instead of {@code url}, {@code routing_key} and {@code secrets} there may be {@code url_file}, {@code routing_key_file}
 * and {@code secret_files}: names of files that hold them, from the folder of this file on.
 */
public final class ChannelsFile {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int CHANNELS_MAX = 50;
    private static final Limits LIMITS = new Limits(8, 1 << 20);
    private static final String TYPES = "log, webhook, slack, alertmanager, pagerduty";

    private final Path file;
    private final AddressGuard guard;
    private final Problems problems;

    private ChannelsFile(Path file, AddressGuard guard) {
        this.file = file;
        this.guard = guard;
        this.problems = new Problems(file.toString());
    }

    /**
     * Returns the channels that {@code file} names, whose addresses {@code guard} permits as far as that can be said
     * before they are connected to.
     *
     * @throws ChannelsFileException saying all that is wrong with it
     */
    public static List<Channel> read(Path file, AddressGuard guard) {
        var reader = new ChannelsFile(file, guard);
        List<Channel> channels = reader.read();
        if (!reader.problems.isRight()) {
            throw new ChannelsFileException(reader.problems.errors());
        }
        return channels;
    }

    private List<Channel> read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            problems.add(0, "", "cannot be read: " + ChannelSection.reason(e));
            return List.of();
        }
        Node root = NodeReader.yaml(text, LIMITS, problems);
        List<Node.Fields> sections = root == null && !problems.isRight() ? List.of() : sections(root);
        List<Channel> channels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sections.size(); i++) {
            var section = new ChannelSection(file, new Section(sections.get(i), "channels[%d]".formatted(i), problems));
            channel(section, names).ifPresent(channels::add);
            section.end();
        }
        return channels;
    }

    private List<Node.Fields> sections(@Nullable Node root) {
        if (!(root instanceof Node.Fields fields)
                || !(fields.fields().get("channels") instanceof Node.Items items)
                || items.items().isEmpty()) {
            int line = root == null ? 0 : root.line();
            problems.add(line, "", "needs the field channels, a list of at least one");
            return List.of();
        }
        fields.fields().forEach((name, value) -> {
            if (!name.equals("channels")) {
                problems.add(value.line(), name, "is not a field here; there is only channels");
            }
        });
        if (items.items().size() > CHANNELS_MAX) {
            problems.add(items.line(), "channels", "there may be at most %d".formatted(CHANNELS_MAX));
        }
        List<Node.Fields> sections = new ArrayList<>();
        for (Node item : items.items()) {
            if (item instanceof Node.Fields section) {
                sections.add(section);
            } else {
                problems.add(item.line(), "channels", "must be a list of objects, not of " + item.kind());
            }
        }
        return sections;
    }

    private Optional<Channel> channel(ChannelSection section, Set<String> names) {
        Optional<String> name = section.requiredText("name").filter(text -> isName(section, text, names));
        Optional<String> type = section.requiredText("type");
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Route route = new Route(
                Set.copyOf(section.list("teams", Function.identity())),
                Set.copyOf(section.list("severities", ChannelsFile::severity)));
        String known = name.orElse("");
        return switch (type.get()) {
            case "log" -> Optional.of(new LogChannel(known, route));
            case "webhook" -> webhook(section, known, route);
            case "slack" -> endpoint(section, Optional.empty()).map(url -> new SlackChannel(known, route, url));
            case "alertmanager" ->
                endpoint(section, Optional.empty()).map(url -> new AlertmanagerChannel(known, route, url));
            case "pagerduty" -> pagerDuty(section, known, route);
            default -> {
                section.error("type", "must be one of " + TYPES);
                yield Optional.empty();
            }
        };
    }

    private static boolean isName(ChannelSection section, String name, Set<String> names) {
        if (!NAME.matcher(name).matches()) {
            section.error("name", "must be 1 to 40 small letters, digits and -");
            return false;
        }
        if (!names.add(name)) {
            section.error("name", "is the name of another channel too");
            return false;
        }
        return true;
    }

    private static AlertSeverity severity(String text) {
        return AlertSeverity.of(text)
                .orElseThrow(() -> new IllegalArgumentException("must be of info, warning, critical"));
    }

    private Optional<Channel> webhook(ChannelSection section, String name, Route route) {
        Optional<Endpoint> url = endpoint(section, Optional.empty());
        List<SigningSecret> secrets = section.secrets("secrets", "secret_files", SigningSecret::parse);
        if (secrets.size() > WebhookChannel.SECRETS_MAX) {
            section.error("secrets", "there may be at most %d".formatted(WebhookChannel.SECRETS_MAX));
            return Optional.empty();
        }
        return secrets.isEmpty() ? Optional.empty() : url.map(to -> new WebhookChannel(name, route, to, secrets));
    }

    private Optional<Channel> pagerDuty(ChannelSection section, String name, Route route) {
        Optional<Endpoint> url = endpoint(section, Optional.of(PagerDutyChannel.PUBLIC));
        Optional<String> key = section.secret("routing_key", Optional.empty(), PagerDutyChannel::requireRoutingKey);
        Route urgent = route.severities().isEmpty() ? new Route(route.teams(), Set.of(AlertSeverity.CRITICAL)) : route;
        return url.flatMap(to -> key.map(text -> new PagerDutyChannel(name, urgent, to, text)));
    }

    private Optional<Endpoint> endpoint(ChannelSection section, Optional<Endpoint> fallback) {
        return section.secret("url", fallback, text -> {
            Endpoint endpoint = Endpoint.parse(text);
            if (guard.isRefusedLiteral(endpoint.host())) {
                throw new IllegalArgumentException(
                        "%s is a private or special address; list it in allowed.addresses if it is meant"
                                .formatted(endpoint.host()));
            }
            return endpoint;
        });
    }
}
