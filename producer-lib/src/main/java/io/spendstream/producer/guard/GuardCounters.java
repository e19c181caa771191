package io.spendstream.producer.guard;

/**
 * What a guard has done since it was made. Calls nothing speaks against are not counted: that would cost more than the
 * question.
 *
 * @param exceeded calls for which a budget's limit was spent, whether they were refused or not
 * @param setAside calls for which the rest of a budget was set aside
 * @param unknown calls that were held against because what was spent was not known
 * @param denied those of all these that were refused
 * @param inFlight reservations that are open now
 * @param expired reservations nobody settled in time
 * @param states states read
 * @param unreadable states that could not be read
 * @param failures faults of this library, for which calls were allowed
 * @param interruptions failures to read the states, other than that Kafka is away; it is tried again after each
 * @param isStale whether what was spent of late is not known
 */
public record GuardCounters(
        long exceeded,
        long setAside,
        long unknown,
        long denied,
        long inFlight,
        long expired,
        long states,
        long unreadable,
        long failures,
        long interruptions,
        boolean isStale) {}
