package io.spendstream.producer.reading;

/** A short text a provider reports, by its meaning; what each provider calls it stands in that API's {@link Paths}. */
enum Text {
    /** The id of the response. */
    ID,
    /** The model that answered. */
    MODEL,
    /** The tier served. */
    TIER,
    /** The speed served, where it is priced like a tier. */
    SPEED,
    /** Where the model ran, where that is priced. */
    REGION,
    /** What kind of event or element this is. */
    TYPE,
    /** How far the response has come. */
    STATUS,
    /** Why the model stopped. */
    FINISH,
    /** The stated cost in US dollars, in the provider's digits. */
    COST,
    /** What one element of a breakdown is about: a modality, a lifetime, a model, a tool. */
    LABEL
}
