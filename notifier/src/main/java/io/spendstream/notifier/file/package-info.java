/**
 * The file that says who is told: YAML comes in, channels go out, or everything that is wrong with it at once, each
 * with file, line and field. Secrets are read here and never repeated.
 */
@NullMarked
package io.spendstream.notifier.file;

import org.jspecify.annotations.NullMarked;
