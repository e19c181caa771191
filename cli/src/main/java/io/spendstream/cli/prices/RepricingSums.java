package io.spendstream.cli.prices;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Money;
import io.spendstream.sink.report.EventQuery;
import io.spendstream.stream.ledger.Repricing;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a re-pricing changes, by team and UTC day. Not thread-safe. */
final class RepricingSums {
    private final EventQuery query;
    private final String bookVersion;
    private final Map<TeamDay, Sum> changed = new TreeMap<>();
    private Sum total = Sum.ZERO;
    private long unchanged;
    private long withoutPrice;
    private long unmetered;

    /**
     * A team on a day.
     *
     * @param team the team
     * @param day the UTC day
     */
    record TeamDay(String team, LocalDate day) implements Comparable<TeamDay> {
        private static final Comparator<TeamDay> ORDER =
                Comparator.comparing(TeamDay::team).thenComparing(TeamDay::day);

        @Override
        public int compareTo(TeamDay other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What some calls cost, and will.
     *
     * @param calls how many calls there are whose cost changes
     * @param unknown how many of them have no known cost yet
     * @param before what is known of their cost now
     * @param after what they cost then
     */
    record Sum(long calls, long unknown, Money before, Money after) {
        static final Sum ZERO = new Sum(0, 0, Money.ZERO, Money.ZERO);

        Sum plus(Repricing repricing) {
            Money was = repricing.before();
            return new Sum(
                    calls + 1,
                    unknown + (was == null ? 1 : 0),
                    was == null ? before : before.plus(was),
                    after.plus(Objects.requireNonNull(repricing.after())));
        }

        Money difference() {
            return after.minus(before);
        }
    }

    RepricingSums(EventQuery query, String bookVersion) {
        this.query = query;
        this.bookVersion = bookVersion;
    }

    void add(Repricing repricing) {
        switch (repricing.state()) {
            case CHANGED -> {
                String team = Objects.requireNonNullElse(
                        repricing.event().attribution().team(), Attribution.UNATTRIBUTED);
                var day =
                        new TeamDay(team, LocalDate.ofInstant(repricing.event().timestamp(), UTC));
                changed.merge(day, Sum.ZERO.plus(repricing), (sum, one) -> sum.plus(repricing));
                total = total.plus(repricing);
            }
            case UNCHANGED -> unchanged++;
            case WITHOUT_PRICE -> withoutPrice++;
            case UNMETERED -> unmetered++;
        }
    }

    EventQuery query() {
        return query;
    }

    String bookVersion() {
        return bookVersion;
    }

    Map<TeamDay, Sum> changed() {
        return changed;
    }

    Sum total() {
        return total;
    }

    long unchanged() {
        return unchanged;
    }

    long withoutPrice() {
        return withoutPrice;
    }

    long unmetered() {
        return unmetered;
    }
}
