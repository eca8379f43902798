/** The sink of databases beside a client that only writes. */
package io.holdfast.benchmarks.jdbc;
