/** Windows, joins and rankings on the load. */
package io.holdfast.benchmarks.windows;
