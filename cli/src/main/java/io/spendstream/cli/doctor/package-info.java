/**
 * What is wrong with an installation, and how to mend it. In comes where it is; out comes a {@link
 * io.spendstream.cli.doctor.Finding} per thing examined, ok or with the fix. Guaranteed: what is away is a finding and
 * not a failure of the doctor, every question ends within seconds, and nothing is changed.
 */
@NullMarked
package io.spendstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
