/**
 * The write-ahead log against its peers: {@link io.holdfast.benchmarks.log.LogBenchmarks} runs all
 * of them in turn, several times over, and compares them round by round.
 */
package io.holdfast.benchmarks.log;
