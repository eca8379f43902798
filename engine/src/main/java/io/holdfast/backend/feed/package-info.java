/** Partitions of rows that can be walked, and what every backend does with them in a task. */
package io.holdfast.backend.feed;
