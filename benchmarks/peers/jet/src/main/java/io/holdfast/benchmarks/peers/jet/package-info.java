/** The benchmark job on Hazelcast Jet, in a member inside this process. */
package io.holdfast.benchmarks.peers.jet;
