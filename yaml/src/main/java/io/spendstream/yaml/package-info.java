/**
 * YAML and JSON files that people write. A text comes in; its values go out, each with the line it stands on, or
 * everything that is wrong with it at once.
 *
 * <p>Guaranteed: what two readers could understand differently is refused (a field that stands twice, a field without a
 * value, an alias, a second document); a number keeps its digits and is never a double; a field nobody asked
 * for is an error. Knows nothing of what the files are about.
 */
@NullMarked
package io.spendstream.yaml;

import org.jspecify.annotations.NullMarked;
