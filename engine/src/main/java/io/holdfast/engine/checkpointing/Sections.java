package io.holdfast.engine.checkpointing;

import io.holdfast.DamageException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointSection;

/** Names and versions of the sections of a checkpoint. */
public final class Sections {
  /** Who and when, as {@code key=value} lines. */
  public static final String META = "meta";

  /** In {@link #META}, before the number of partitions of states. */
  public static final String META_PARTITIONS = "partitions=";

  /** Kryo's class table of the sections {@code graph} and {@code pending}. */
  public static final String CLASSES = "classes";

  /** The graph as text, see {@link io.holdfast.engine.graph.GraphOutline}. */
  public static final String GRAPH_OUTLINE = "graph-outline";

  /**
   * The driver's state as plain fields: streams, unallocated blocks, pending batches, state
   * versions.
   */
  public static final String PENDING_OUTLINE = "pending-outline";

  /** Positions in the logs, see {@link LogPositions}. */
  public static final String POSITIONS = "positions";

  /** The {@code DStreamGraph} with its functions, Kryo. */
  public static final String GRAPH = "graph";

  /** Fingerprints of the functions' code, text. */
  public static final String CLOSURES = "closures";

  /** Jobs that have not completed, Kryo: a list of {@link PendingJob}. */
  public static final String PENDING = "pending";

  /** Class table of the keys and values of the states. */
  public static final String STATE_CLASSES = "state-classes";

  public static final int VERSION = 1;

  private Sections() {}

  public static CheckpointSection require(Checkpoint checkpoint, String name) {
    return checkpoint
        .section(name)
        .orElseThrow(
            () ->
                new DamageException(
                    "Checkpoint "
                        + checkpoint.id()
                        + " has no section '"
                        + name
                        + "' although its checksums are right: it was written by a faulty version."));
  }
}
