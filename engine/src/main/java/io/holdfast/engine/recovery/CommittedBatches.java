package io.holdfast.engine.recovery;

import io.holdfast.engine.commit.Output;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.stream.BatchTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the outputs say of the pending batches.
 *
 * @param complete batches of which every output has committed; a prefix of the pending ones
 * @param committedOutputs for the others, oldest first, the outputs that have
 */
public record CommittedBatches(
    List<Allocation> complete, Map<Allocation, Set<String>> committedOutputs) {

  /** Asks every output about every pending batch. */
  public static CommittedBatches ask(DriverState state, Collection<Output> outputs) {
    List<Allocation> complete = new ArrayList<>();
    Map<Allocation, Set<String>> rest = new LinkedHashMap<>();
    for (Allocation batch : state.pending()) {
      Set<String> committed = new TreeSet<>();
      for (Output output : outputs) {
        if (output.committed(batch.time())) {
          committed.add(output.name());
        }
      }
      if (rest.isEmpty() && committed.size() == outputs.size()) {
        complete.add(batch);
      } else {
        rest.put(batch, committed);
      }
    }
    return new CommittedBatches(complete, rest);
  }

  /** The same, with those that are not complete as they are in the state now. */
  public CommittedBatches asIn(DriverState state) {
    Map<BatchTime, Set<String>> byTime = new TreeMap<>();
    committedOutputs.forEach((batch, outputs) -> byTime.put(batch.time(), outputs));
    Map<Allocation, Set<String>> now = new LinkedHashMap<>();
    state.pending().stream()
        .filter(batch -> byTime.containsKey(batch.time()))
        .forEach(batch -> now.put(batch, byTime.get(batch.time())));
    return new CommittedBatches(complete, now);
  }

  /** The last batch that is complete, given the last one that the journal says is. */
  public BatchTime lastComplete(BatchTime journaled) {
    return complete.isEmpty() ? journaled : complete.get(complete.size() - 1).time();
  }

  /** Times of the batches that have committed in part. */
  public Set<Long> partlyCommitted() {
    Set<Long> partly = new TreeSet<>();
    committedOutputs.forEach(
        (batch, outputs) -> {
          if (!outputs.isEmpty()) {
            partly.add(batch.time().epochMillis());
          }
        });
    return partly;
  }
}
