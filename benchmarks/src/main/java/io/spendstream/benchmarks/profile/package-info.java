/** Where the time of a contestant goes: flight recordings come out of its process, the hottest methods out of them. */
@NullMarked
package io.spendstream.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
