package io.spendstream.testkit;

import org.testcontainers.DockerClientFactory;

/** Where servers for tests come from. */
enum Backend {
    /** In this process, or as its child. */
    EMBEDDED,
    /** In containers, from the images people deploy. */
    DOCKER;

    private static final String PROPERTY = "testkit";

    /**
     * Returns the backend the system property names.
     *
     * @throws IllegalArgumentException if it names none
     * @throws IllegalStateException if it names containers and no engine answers
     */
    static Backend chosen() {
        Backend backend = named(System.getProperty(PROPERTY, "embedded"));
        if (backend == DOCKER && !DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-D%s=docker was asked for but no container engine answers; start one, or leave the property out to test on embedded servers"
                            .formatted(PROPERTY));
        }
        return backend;
    }

    static Backend named(String name) {
        return switch (name) {
            case "embedded" -> EMBEDDED;
            case "docker" -> DOCKER;
            default ->
                throw new IllegalArgumentException("-D%s must be embedded or docker: \"%s\"".formatted(PROPERTY, name));
        };
    }
}
