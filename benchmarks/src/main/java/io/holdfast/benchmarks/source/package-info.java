/** The load as a source of Holdfast's jobs. */
package io.holdfast.benchmarks.source;
