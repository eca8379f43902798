/** A real job on a real HDFS, both in processes that are killed; docs/chaos.md. */
package io.holdfast.testkit.hdfs;
