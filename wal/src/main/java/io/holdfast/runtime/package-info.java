/**
 * Time, threads and randomness, handed in. Code in other packages owns no thread and reads no clock
 * but through {@link io.holdfast.runtime.Scheduler}; that is what lets one seed drive the whole
 * engine.
 */
package io.holdfast.runtime;
