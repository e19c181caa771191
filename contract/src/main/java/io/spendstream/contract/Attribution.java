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

    /**
     * The tag of an attribution that a {@link Builder} could not take as it was said; it names what was changed or left
     * out.
     */
    public static final String REPAIRED_TAG = "attribution_repaired";

    /**
     * @throws RejectedException if a text is empty or too long or has control characters, or there are too many tags
     */
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

    /** Returns whether this is not what was said, see {@link #REPAIRED_TAG}. */
    public boolean isRepaired() {
        return tags.containsKey(REPAIRED_TAG);
    }

    /** Returns a new builder for {@code sessionId}. */
    public static Builder builder(@Nullable String sessionId) {
        return new Builder(sessionId);
    }

    /**
     * Collects an attribution inside an agent, where nothing may throw: what breaks a rule is repaired, and the
     * attribution says so by {@link #REPAIRED_TAG}. To have it refused instead, use the constructor of {@link
     * Attribution}. Not thread-safe.
     */
    public static final class Builder {
        private final @Nullable String sessionId;
        private @Nullable String taskType;
        private @Nullable String team;
        private @Nullable String agent;
        private @Nullable String project;
        private @Nullable String user;
        private @Nullable String environment;
        private @Nullable String parentSessionId;
        private final Map<String, String> tags = new TreeMap<>();
        private boolean isTagLost;

        private Builder(@Nullable String sessionId) {
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

        /** Adds a label; one without a value says nothing. */
        public Builder tag(@Nullable String key, @Nullable String value) {
            if (key == null) {
                isTagLost = true;
            } else if (value != null && !value.isEmpty()) {
                tags.put(key, value);
            }
            return this;
        }

        /**
         * Returns the attribution, which never throws. An empty text says nothing. Of one that breaks a rule, characters
         * that no text may have are replaced by U+FFFD, blanks around such ones left out, and what is beyond {@link
         * #TEXT_LENGTH_MAX} replaced by a hash of the whole; a session that was not said is {@link #UNATTRIBUTED}, and
         * of too many tags the first are kept.
         */
        public Attribution build() {
            String session = sessionId;
            if (session != null && !isTagLost) {
                try {
                    return new Attribution(
                            session,
                            orNull(taskType),
                            orNull(team),
                            orNull(agent),
                            orNull(project),
                            orNull(user),
                            orNull(environment),
                            orNull(parentSessionId),
                            tags);
                } catch (RejectedException e) {
                    return repaired();
                }
            }
            return repaired();
        }

        private Attribution repaired() {
            var repair = new AttributionRepair();
            return new Attribution(
                    repair.session(sessionId),
                    repair.text("task_type", taskType),
                    repair.text("team", team),
                    repair.text("agent", agent),
                    repair.text("project", project),
                    repair.text("user", user),
                    repair.text("environment", environment),
                    repair.text("parent_session_id", parentSessionId),
                    repair.tags(tags, isTagLost));
        }

        private static @Nullable String orNull(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text;
        }
    }
}
