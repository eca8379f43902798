/**
 * Checkpoints: one container file each, written whole or not at all, and never believed before
 * every byte of it has been verified.
 *
 * <p>{@link io.holdfast.checkpoint.CheckpointStore} writes and finds them, {@link
 * io.holdfast.checkpoint.CheckpointInspector} reports on any file without the application's
 * classes. What the sections mean is the engine's business; here they are names, versions and
 * bytes. Which checkpoints are kept is decided elsewhere too: this package deletes what it is told
 * to.
 */
package io.holdfast.checkpoint;
