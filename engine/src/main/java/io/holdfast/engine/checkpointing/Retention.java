package io.holdfast.engine.checkpointing;

import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.checkpointing.RetentionPolicy.Release;
import java.util.List;
import java.util.Optional;

/** Decides what may be deleted. Pure; asked on the driver's executor behind every checkpoint. */
@FunctionalInterface
public interface Retention {
  /**
   * Looks at all verified checkpoints.
   *
   * @param newestFirst all that are on storage
   * @return empty if there is too little to delete
   */
  Optional<Release> decide(List<Kept> newestFirst);
}
