package io.holdfast.wal.storage;

/**
 * One entry of a directory.
 *
 * @param name the last part of its path
 * @param directory whether it is a directory
 * @param lengthBytes the file's length, 0 for a directory
 */
public record FileStatus(String name, boolean directory, long lengthBytes) {}
