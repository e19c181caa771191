package io.spendstream.contract;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who made a call and what for. What was not said is null here and {@link #UNATTRIBUTED} in the ledger, so that it is
 * seen.
 *
 * @param sessionId the conversation or run the call belongs to
 * @param taskType what kind of work it was
 * @param team who pays
 * @param agent which agent made the call
 * @param project what it was made for
 * @param user on whose behalf
 * @param environment for example {@code production}
 * @param parentSessionId the session that started this one
 * @param tags further labels, in key order
 */
public record Attribution(
        String sessionId,
        @Nullable String taskType,
        @Nullable String team,
        @Nullable String agent,
        @Nullable String project,
        @Nullable String user,
        @Nullable String environment,
        @Nullable String parentSessionId,
        Map<String, String> tags) {
    /** What stands in the ledger, in totals and in reports for a dimension that was not said. */
    public static final String UNATTRIBUTED = "unattributed";

    /** The longest text of one attribute, in UTF-16 code units. */
    public static final int TEXT_LENGTH_MAX = 256;

    /** How many tags an event has at most. */
    public static final int TAGS_MAX = 32;

    public Attribution {
        EventText.require("session_id", sessionId);
        EventText.check("task_type", taskType);
        EventText.check("team", team);
        EventText.check("agent", agent);
        EventText.check("project", project);
        EventText.check("user", user);
        EventText.check("environment", environment);
        EventText.check("parent_session_id", parentSessionId);
        if (tags.size() > TAGS_MAX) {
            throw new RejectedException(
                    RejectionReason.TOO_MANY_TAGS, "tags must be at most %d: %d".formatted(TAGS_MAX, tags.size()));
        }
        tags.forEach(EventText::requireTag);
        tags = tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Returns this attribution with {@link #UNATTRIBUTED} for task type, team, agent and project that were not said. */
    public Attribution orUnattributed() {
        if (taskType != null && team != null && agent != null && project != null) {
            return this;
        }
        return new Attribution(
                sessionId,
                said(taskType),
                said(team),
                said(agent),
                said(project),
                user,
                environment,
                parentSessionId,
                tags);
    }

    private static String said(@Nullable String value) {
        return value == null ? UNATTRIBUTED : value;
    }

    /** Returns a new builder for {@code sessionId}. */
    public static Builder builder(String sessionId) {
        return new Builder(sessionId);
    }

    /** Collects an attribution; not thread-safe. */
    public static final class Builder {
        private final String sessionId;
        private @Nullable String taskType;
        private @Nullable String team;
        private @Nullable String agent;
        private @Nullable String project;
        private @Nullable String user;
        private @Nullable String environment;
        private @Nullable String parentSessionId;
        private final Map<String, String> tags = new TreeMap<>();

        private Builder(String sessionId) {
            this.sessionId = sessionId;
        }

        /** Says what kind of work the call was. */
        public Builder taskType(@Nullable String value) {
            taskType = value;
            return this;
        }

        /** Says who pays. */
        public Builder team(@Nullable String value) {
            team = value;
            return this;
        }

        /** Says which agent made the call. */
        public Builder agent(@Nullable String value) {
            agent = value;
            return this;
        }

        /** Says what the call was made for. */
        public Builder project(@Nullable String value) {
            project = value;
            return this;
        }

        /** Says on whose behalf the call was made. */
        public Builder user(@Nullable String value) {
            user = value;
            return this;
        }

        /** Says where the agent runs, for example {@code production}. */
        public Builder environment(@Nullable String value) {
            environment = value;
            return this;
        }

        /** Says which session started this one. */
        public Builder parentSessionId(@Nullable String value) {
            parentSessionId = value;
            return this;
        }

        /** Adds a label. */
        public Builder tag(String key, String value) {
            tags.put(key, value);
            return this;
        }

        /**
         * Returns the attribution.
         *
         * @throws RejectedException if a text is too long or has control characters, or there are too many tags
         */
        public Attribution build() {
            return new Attribution(sessionId, taskType, team, agent, project, user, environment, parentSessionId, tags);
        }
    }
}
