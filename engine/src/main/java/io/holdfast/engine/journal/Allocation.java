package io.holdfast.engine.journal;

import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;

/** A batch and its blocks: a constant (rule R3). */
public record Allocation(BatchTime time, Map<String, List<ReceivedBlock>> blocks) {

  public long records() {
    return blocks.values().stream().flatMap(List::stream).mapToLong(ReceivedBlock::records).sum();
  }

  public List<ReceivedBlock> allBlocks() {
    return blocks.values().stream().flatMap(List::stream).toList();
  }
}
