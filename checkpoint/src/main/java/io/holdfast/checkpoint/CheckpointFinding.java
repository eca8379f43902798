package io.holdfast.checkpoint;

/**
 * A checkpoint that could not be used, and why.
 *
 * @param id which one, by its name
 * @param location the file
 * @param verdict what it was found to be
 * @param reason complete message: what differs, where, and the way out
 */
public record CheckpointFinding(CheckpointId id, String location, Verdict verdict, String reason) {}
