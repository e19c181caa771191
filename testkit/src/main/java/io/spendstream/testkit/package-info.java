/**
 * "Give me a broker", "give me a database": what a test says when it needs a real one.
 *
 * <p>In comes the system property {@code testkit}: {@code embedded}, the default, needs nothing installed; {@code docker}
 * runs the images people deploy. Out comes a server that answers, whose data is gone when it is closed. Guaranteed: the
 * kit never falls back from one to the other and never skips, for a test that did not run must not look green. Tests of
 * every room may call; nothing that ships does.
 */
@NullMarked
package io.spendstream.testkit;

import org.jspecify.annotations.NullMarked;
