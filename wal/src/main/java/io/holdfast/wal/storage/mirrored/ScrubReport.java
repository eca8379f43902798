package io.holdfast.wal.storage.mirrored;

import java.util.List;

/**
 * What a comparison of both sides has found and done.
 *
 * @param files how many were looked at
 * @param bytes how many were read of each side, at least
 * @param healed paths that one side lacked, had shorter or could not read, and has again
 * @param undecided files whose copies contradict one another: only their owner's checksums can tell
 *     which is right
 * @param skipped paths that were being written or vanished meanwhile
 */
public record ScrubReport(
    long files, long bytes, List<String> healed, List<Difference> undecided, List<String> skipped) {

  /**
   * Two copies that differ.
   *
   * @param path of the file in the mirror
   * @param offset of the first byte that differs
   * @param firstBytes length of the first side's copy
   * @param secondBytes length of the second side's copy
   */
  public record Difference(String path, long offset, long firstBytes, long secondBytes) {}

  /** Whether both sides are equal now, as far as they were compared. */
  public boolean clean() {
    return undecided.isEmpty();
  }
}
