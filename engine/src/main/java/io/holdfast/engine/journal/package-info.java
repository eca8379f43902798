/**
 * The driver's state and the events that change it. {@link
 * io.holdfast.engine.journal.DriverState#apply} is the only way the state changes, in life and in
 * recovery (rule R2). The events are specified in {@code docs/formats/journal.md}.
 */
package io.holdfast.engine.journal;
