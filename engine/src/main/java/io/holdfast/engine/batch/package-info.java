/**
 * Batches: when one is cut, how it runs, and what happens when it is complete. All of it on the
 * driver's executor.
 */
package io.holdfast.engine.batch;
