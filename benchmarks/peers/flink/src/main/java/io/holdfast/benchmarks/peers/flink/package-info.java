/** The benchmark jobs on Apache Flink, in a cluster inside this process. */
package io.holdfast.benchmarks.peers.flink;
