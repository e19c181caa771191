/** Measurements anyone can repeat: they drive real traffic at a fixed rate and say how long each stage took. */
@NullMarked
package io.spendstream.cli.measure;

import org.jspecify.annotations.NullMarked;
