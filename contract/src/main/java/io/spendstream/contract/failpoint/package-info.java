/**
 * The places where a test may stop a process. In comes, from whoever starts a process, the name of one such place; out
 * goes, the n-th time the process gets there, its sudden death, an exception or a pause. Nothing happens unless it is
 * asked for, and what was asked for is said in the log when the process starts.
 *
 * <p>Any room may call {@link io.spendstream.contract.failpoint.FailPoint#hit}; it costs one read of a field that never
 * changes. Each point stands in one place of the code.
 */
@NullMarked
package io.spendstream.contract.failpoint;

import org.jspecify.annotations.NullMarked;
