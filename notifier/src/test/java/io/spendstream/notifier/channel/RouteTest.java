package io.spendstream.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.AlertSeverity;
import io.spendstream.notifier.Alerts;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final Notice SEARCH = Notice.of(Alerts.of("search", "0.8"));
    private static final Notice NOBODY = Notice.of(Alerts.ofSession("s-1"));

    @Test
    void withoutConditionsTakesEverything() {
        assertThat(Route.ALL.takes(SEARCH)).isTrue();
        assertThat(Route.ALL.takes(NOBODY)).isTrue();
    }

    @Test
    void takesOnlyItsTeams() {
        assertThat(new Route(Set.of("search", "ads"), Set.of()).takes(SEARCH)).isTrue();
        assertThat(new Route(Set.of("ads"), Set.of()).takes(SEARCH)).isFalse();
        assertThat(new Route(Set.of("search"), Set.of()).takes(NOBODY))
                .as("an alert about no team goes only to channels for all")
                .isFalse();
    }

    @Test
    void takesOnlyItsSeverities() {
        assertThat(new Route(Set.of(), Set.of(AlertSeverity.WARNING)).takes(SEARCH))
                .isTrue();
        assertThat(new Route(Set.of("search"), Set.of(AlertSeverity.CRITICAL)).takes(SEARCH))
                .isFalse();
    }

    @Test
    void whatResolvesAnAlertGoesWhereTheAlertWent() {
        Notice resolved = Notice.of(Alerts.resolved("search", "0.8"));

        assertThat(new Route(Set.of("search"), Set.of(AlertSeverity.WARNING)).takes(resolved))
                .isTrue();
    }
}
