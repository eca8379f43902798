package io.holdfast.inspection.plan;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.checkpoint.state.StateHistory.Part;
import io.holdfast.wal.LogScan;
import java.util.List;

/**
 * A state that a start would load.
 *
 * @param name of the state
 * @param version the batch behind which it is loaded, by the journal; 0 for nothing
 * @param scan of its log
 * @param parts what is loaded, in order
 * @param above durable changes of batches that would run again
 */
record StateStart(String name, long version, LogScan scan, List<Part> parts, List<Part> above) {

  /** What is loaded of one kind. */
  List<Part> of(Kind kind) {
    return parts.stream().filter(part -> part.kind() == kind).toList();
  }

  static long entries(List<Part> parts) {
    return parts.stream().mapToLong(Part::entries).sum();
  }

  static long bytes(List<Part> parts) {
    return parts.stream().mapToLong(Part::bytes).sum();
  }
}
