/**
 * The live page and the report API for people. Questions come in over HTTP; answers go out as JSON, described by {@code
 * openapi.json}, and as server-sent events. Reads the ledger's sums with the reader role and the budget topics without a
 * consumer group; changes nothing, except that it sends a demo event when asked to.
 */
@NullMarked
package io.spendstream.console;

import org.jspecify.annotations.NullMarked;
