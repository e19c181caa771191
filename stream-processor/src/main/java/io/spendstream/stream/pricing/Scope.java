package io.spendstream.stream.pricing;

import io.spendstream.contract.Attribution;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls a price is for. An empty set leaves that side open.
 *
 * @param teams the teams, spelled as events spell them
 * @param deployments the names the model is called by, in canonical form
 */
record Scope(Set<String> teams, Set<String> deployments) {
    static final Scope EVERYONE = new Scope(Set.of(), Set.of());

    Scope {
        teams = Set.copyOf(teams);
        deployments = Set.copyOf(deployments);
    }

    boolean isEveryone() {
        return teams.isEmpty() && deployments.isEmpty();
    }

    /** Returns 0 for the narrowest kind of scope, a team's calls through a deployment, up to 3 for everyone's calls. */
    int breadth() {
        return (deployments.isEmpty() ? 2 : 0) + (teams.isEmpty() ? 1 : 0);
    }

    /** Returns whether a call of {@code team} is meant that asked for one name and was answered under the other. */
    boolean covers(@Nullable String team, String asked, String answered) {
        boolean isTeam = teams.isEmpty() || teams.contains(team == null ? Attribution.UNATTRIBUTED : team);
        return isTeam && (deployments.isEmpty() || deployments.contains(asked) || deployments.contains(answered));
    }

    /** Returns whether a call can be meant by this scope and by {@code other}, neither being the narrower one. */
    boolean clashesWith(Scope other) {
        return breadth() == other.breadth() && meet(teams, other.teams) && meet(deployments, other.deployments);
    }

    /** Returns who is meant, for people. */
    List<String> words() {
        return List.of(words("team", teams), words("deployment", deployments)).stream()
                .filter(words -> !words.isEmpty())
                .toList();
    }

    private static boolean meet(Set<String> one, Set<String> other) {
        return one.isEmpty() || one.stream().anyMatch(other::contains);
    }

    private static String words(String noun, Set<String> names) {
        return names.isEmpty() ? "" : noun + " " + String.join(", ", new TreeSet<>(names));
    }
}
