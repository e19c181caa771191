/**
 * Checks of what people are shown by others' programs: the Grafana dashboards in {@code grafana/} and the Prometheus
 * rules in {@code prometheus/}. In come those files; every expression in them is run against a real pipeline.
 */
@NullMarked
package io.spendstream.cli.dashboards;

import org.jspecify.annotations.NullMarked;
