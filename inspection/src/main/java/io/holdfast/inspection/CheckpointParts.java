package io.holdfast.inspection;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.journal.DriverState;
import java.util.function.Supplier;

/**
 * What the sections of a checkpoint say that need no class of the job.
 *
 * <p>All throw {@link RuntimeException} of any kind where a section is missing or says nothing that
 * this version understands, although its checksums are right.
 */
public final class CheckpointParts {
  private CheckpointParts() {}

  /** The driver's state behind the last event that the checkpoint knows of. */
  public static DriverState state(ContainerReader reader) {
    String place = "section '" + Sections.PENDING_OUTLINE + "' of " + reader.location();
    return DriverState.decode(reader.section(Sections.PENDING_OUTLINE).bytes(), place);
  }

  /** How far each log was durable, and from where it is needed. */
  public static LogPositions positions(ContainerReader reader) {
    return LogPositions.parse(text(reader, Sections.POSITIONS));
  }

  /** The streams and outputs. */
  public static GraphOutline graph(ContainerReader reader) {
    return GraphOutline.parse(text(reader, Sections.GRAPH_OUTLINE));
  }

  /**
   * What a section says, for somebody who cannot go on without it.
   *
   * @param decoded reads it
   * @throws DamageException if it says nothing that this version understands
   */
  public static <T> T understood(ContainerReader reader, String section, Supplier<T> decoded) {
    try {
      return decoded.get();
    } catch (HoldfastException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DamageException(
          reader.location()
              + ": section '"
              + section
              + "' cannot be read although its checksums are right ("
              + e.getMessage()
              + "). Use another checkpoint.",
          e);
    }
  }

  /** A section of text. */
  public static String text(ContainerReader reader, String section) {
    return reader.section(section).text();
  }
}
