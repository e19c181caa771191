package io.spendstream.faults.workload;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The calls of a run. Every call is a pure function of the seed, the agent and the call's number.
 *
 * @param seed what everything is drawn from
 * @param base when the run began
 * @param perSecond how many calls an agent makes in a second
 */
public record Workload(long seed, Instant base, int perSecond) {
    /** The platform of all calls. */
    public static final String PROVIDER = "acme";

    /** How many sessions there are. */
    public static final int SESSIONS = 120;

    private static final List<String> MODELS = List.of(
            PriceTable.SWIFT,
            PriceTable.SWIFT,
            PriceTable.SWIFT,
            PriceTable.SAGE,
            PriceTable.SAGE,
            PriceTable.SAGE,
            PriceTable.LATER,
            PriceTable.NEVER);

    /** Texts of strangers: each must come out as it went in. */
    private static final List<String> TEAMS = List.of(
            "search",
            "support",
            "{a=\"b\"}",
            "ops'; DROP TABLE token_usage; --",
            "${jndi:ldap://127.0.0.1/x}",
            "團隊 é😀");

    private static final List<String> TASKS = List.of("triage", "Triage", "summarise", "a,b\\c", "review");
    private static final Duration LATE = Duration.ofDays(8);
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final int SKEW_SECONDS_MAX = 180;
    private static final int RECENT_SECONDS = 600;
    private static final int OLD_SECONDS = 48 * 3600;

    public Workload {
        base = base.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns call {@code number} of {@code agent}. */
    public PlannedCall call(String agent, long number) {
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + agent.hashCode() * 31L + number);
        Kind kind = Kind.of(random.nextInt(Kind.shares()));
        var who = new PlannedCall.Who(
                "session-" + random.nextInt(SESSIONS),
                TASKS.get(random.nextInt(TASKS.size())),
                TEAMS.get(random.nextInt(TEAMS.size())),
                agent);
        String model = MODELS.get(random.nextInt(MODELS.size()));
        Instant timestamp = timestamp(kind, agent, number, random);
        long input = random.nextLong(2_000);
        long cacheRead = random.nextInt(3) == 0 ? random.nextLong(4_000) : 0;
        long output = 1 + random.nextLong(900);
        var complete = new Report(Report.FINAL, input, cacheRead, output);
        return new PlannedCall(idOf(agent, number), kind, timestamp, who, model, reports(kind, complete, random));
    }

    private static List<Report> reports(Kind kind, Report complete, SplittableRandom random) {
        return switch (kind) {
            case ONCE, TOO_LATE, AHEAD -> List.of(complete);
            case TWICE -> List.of(complete, complete);
            case CUT_SHORT ->
                List.of(
                        new Report(
                                Report.PROVISIONAL,
                                complete.input(),
                                complete.cacheRead(),
                                random.nextLong(complete.output())),
                        complete);
            case CONTRADICTED ->
                List.of(
                        complete,
                        new Report(Report.FINAL, complete.input() + 1, complete.cacheRead(), complete.output() + 7));
        };
    }

    /** Each agent has a clock of its own; most calls are reported soon, some are two days old. */
    private Instant timestamp(Kind kind, String agent, long number, SplittableRandom random) {
        int skew = Math.floorMod(agent.hashCode() * 7_919, 2 * SKEW_SECONDS_MAX) - SKEW_SECONDS_MAX;
        int age = random.nextInt(random.nextInt(4) == 0 ? OLD_SECONDS : RECENT_SECONDS);
        Instant now = base.plusMillis(number * 1_000 / perSecond).plusSeconds(skew);
        return switch (kind) {
            case TOO_LATE -> now.minus(LATE);
            case AHEAD -> now.plus(AHEAD);
            case ONCE, TWICE, CUT_SHORT, CONTRADICTED ->
                now.minusSeconds(age).plusNanos(random.nextInt(1_000) * 1_000L);
        };
    }

    private static String idOf(String agent, long number) {
        return agent + ":" + number;
    }

    /**
     * Returns the call with the event id {@code id}.
     *
     * @throws IllegalArgumentException if no call has it
     */
    public PlannedCall call(String id) {
        int colon = id.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not the id of a planned call: " + id);
        }
        return call(id.substring(0, colon), Long.parseLong(id.substring(colon + 1)));
    }
}
