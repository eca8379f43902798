/** Holdfast on a Spark cluster, beside bare jobs of Spark and DStreams on the same one. */
package io.holdfast.benchmarks.cluster;
