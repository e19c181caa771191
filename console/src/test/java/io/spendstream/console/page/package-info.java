/**
 * The page in a real browser, in front of a real pipeline. In come usage events and clicks; what a person sees, hears or
 * has in the address bar is checked, and that the page asks nobody but its own server.
 */
@NullMarked
package io.spendstream.console.page;

import org.jspecify.annotations.NullMarked;
