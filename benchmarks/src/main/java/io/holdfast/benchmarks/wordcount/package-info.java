/** The running word count: Holdfast's, and the same by hand without an engine. */
package io.holdfast.benchmarks.wordcount;
