/** What exactly-once costs at a sink: each beside the plain client that writes the same. */
package io.holdfast.benchmarks.sinks;
