/** The benchmark jobs on Apache Spark, in local mode inside this process. */
package io.holdfast.benchmarks.peers.spark;
