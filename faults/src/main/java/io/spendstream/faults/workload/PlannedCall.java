package io.spendstream.faults.workload;

import java.time.Instant;
import java.util.List;

/**
 * A call an agent makes.
 *
 * @param id the event id
 * @param kind how it is reported
 * @param timestamp when it is said to have happened
 * @param who who made it
 * @param model the model called
 * @param reports what is reported of it, one or two reports
 */
public record PlannedCall(String id, Kind kind, Instant timestamp, Who who, String model, List<Report> reports) {
    /** Who makes a call. */
    public record Who(String session, String taskType, String team, String agent) {}

    public PlannedCall {
        reports = List.copyOf(reports);
    }
}
