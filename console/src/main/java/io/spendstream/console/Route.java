package io.spendstream.console;

import io.javalin.http.Context;
import io.spendstream.console.http.Parameters;
import java.util.Set;

/**
 * A path of the server and what answers there. Each stands in {@code openapi.json} with the same parameters.
 *
 * @param method GET, POST or DELETE
 * @param path the path
 * @param parameters the query parameters it knows
 * @param isGuarded whether the token is required, where one is set
 * @param handler what answers
 */
record Route(String method, String path, Set<String> parameters, boolean isGuarded, Handler handler) {
    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        void answer(Context request, Parameters parameters) throws Exception;
    }

    Route {
        parameters = Set.copyOf(parameters);
    }
}
