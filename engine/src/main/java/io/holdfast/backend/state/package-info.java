/**
 * What named states do: keys that are updated, and windows, which keep a pane for each batch. None
 * of it knows where states lie or how they are made durable.
 */
package io.holdfast.backend.state;
