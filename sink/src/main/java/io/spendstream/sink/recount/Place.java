package io.spendstream.sink.recount;

/** A place in the ledger topic. */
record Place(int partition, long offset) {}
