package io.holdfast.engine.checkpointing;

import java.util.ArrayList;
import java.util.List;

/**
 * A job that had not completed when the checkpoint was taken.
 *
 * @param batchMillis time of its batch
 * @param output name of its output
 * @param blocks its input, as {@code stream/sequence}
 */
public record PendingJob(long batchMillis, String output, List<String> blocks) {
  public PendingJob {
    blocks = new ArrayList<>(blocks);
  }
}
