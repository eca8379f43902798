/**
 * The measure: the same work in plain Java, without an engine, beside the demo's job. Run by {@code
 * benchmarks/throughput}.
 */
package io.holdfast.benchmarks;
