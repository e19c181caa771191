/** Questions over HTTP: who may ask, which parameters there are, and how an answer or a problem is sent. Knows no SQL and no topic. */
@NullMarked
package io.spendstream.console.http;

import org.jspecify.annotations.NullMarked;
