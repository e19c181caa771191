/** What is wrong with an installation, and how to mend it. */
@NullMarked
package io.spendstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
