/**
 * Reads what a model call consumed from what the provider answered.
 *
 * <p>In come the bytes of a response, whole or as they stream past, and the (provider, API) they came from. Out comes a
 * {@link io.spendstream.producer.reading.ReadUsage}: disjoint counts, the model that answered, the tier served, the
 * response's id and what the provider says it cost. The same field name means different things at different
 * providers, so a reader is chosen by provider and API and never by what fields a body happens to have.
 *
 * <p>Guaranteed: nothing is thrown into the caller whatever the bytes are; what was not reported is absent and never
 * zero; where a provider reports a total it is checked, and a sum that does not fit is flagged and never adjusted. No
 * prompt or completion text is kept.
 *
 * <p>How it is built: an API is a table of {@linkplain io.spendstream.producer.reading.Paths paths} plus the {@linkplain
 * io.spendstream.producer.reading.Shape rules} for putting what stands there together; one {@linkplain
 * io.spendstream.producer.reading.JsonScan pass} over the bytes serves all of them.
 */
@NullMarked
package io.spendstream.producer.reading;

import org.jspecify.annotations.NullMarked;
