package io.spendstream.notifier.channel;

import io.spendstream.contract.AlertSeverity;
import java.util.Set;

/**
 * Which alerts a channel is for.
 *
 * @param teams the teams it is for; none means all, and alerts that are about no team
 * @param severities how urgent an alert must be; none means any
 */
public record Route(Set<String> teams, Set<AlertSeverity> severities) {
    /** Takes every alert. */
    public static final Route ALL = new Route(Set.of(), Set.of());

    public Route {
        teams = Set.copyOf(teams);
        severities = Set.copyOf(severities);
    }

    /** Returns whether {@code notice} goes this way. */
    public boolean takes(Notice notice) {
        boolean isTeam =
                teams.isEmpty() || notice.team().filter(teams::contains).isPresent();
        return isTeam && (severities.isEmpty() || severities.contains(notice.severity()));
    }
}
