/** Batches that are computed by Apache Spark, over logs that lie where all executors reach them. */
package io.holdfast.spark;
