package io.holdfast.inspection.mend;

/**
 * Something that mending does to a file, or to a log as a whole.
 *
 * @param action a word for programs: corrected, renamed, removed, settled, restored
 * @param path of the file or log
 * @param words what and why, with the proof
 */
public record Change(String action, String path, String words) {}
