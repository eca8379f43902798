package io.holdfast.engine.journal;

import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A batch and its blocks: a constant (rule R3), but for what is lost of it. */
public record Allocation(BatchTime time, Map<String, List<ReceivedBlock>> blocks) {

  public long records() {
    return blocks.values().stream().flatMap(List::stream).mapToLong(ReceivedBlock::records).sum();
  }

  /** The same, and what only drivers before this epoch had is empty. */
  Allocation withoutLost(long epoch) {
    Map<String, List<ReceivedBlock>> left = new TreeMap<>();
    blocks.forEach(
        (stream, own) ->
            left.put(stream, own.stream().map(block -> block.withoutLost(epoch)).toList()));
    return new Allocation(time, left);
  }

  public List<ReceivedBlock> allBlocks() {
    return blocks.values().stream().flatMap(List::stream).toList();
  }
}
