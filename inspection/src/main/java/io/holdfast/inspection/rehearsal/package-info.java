/**
 * Runs new code on a copy of an application, on batches that are complete, and compares what comes
 * out with what is there.
 */
package io.holdfast.inspection.rehearsal;
