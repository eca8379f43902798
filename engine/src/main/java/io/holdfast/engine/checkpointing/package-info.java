/** What goes into a checkpoint, when one is written, and what may be deleted behind it. */
package io.holdfast.engine.checkpointing;
