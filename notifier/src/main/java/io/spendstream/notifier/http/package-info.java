/**
 * One HTTP request to a stranger: a body goes in, the receiver's answer comes out. Addresses of private networks are
 * not connected to unless they were allowed, redirects are not followed, and every request ends within its time.
 */
@NullMarked
package io.spendstream.notifier.http;

import org.jspecify.annotations.NullMarked;
