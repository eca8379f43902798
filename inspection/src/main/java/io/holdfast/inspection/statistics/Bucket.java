package io.holdfast.inspection.statistics;

/** What belongs to one piece of time. */
final class Bucket {
  private final Sketch blockBytes = new Sketch();
  private final Sketch delays = new Sketch();
  private long batches;
  private long records;
  private long blocks;
  private long bytes;
  private long blocksOfUnknownSize;
  private long starts;

  /** A completed batch; its blocks are told by {@link #block} and {@link #unknownBlocks}. */
  void batch(long batchRecords) {
    batches++;
    records += batchRecords;
  }

  void block(long lengthBytes) {
    blocks++;
    bytes += lengthBytes;
    blockBytes.add(lengthBytes);
  }

  /** Blocks of which the journal no longer says how long they are. */
  void unknownBlocks(long count) {
    blocks += count;
    blocksOfUnknownSize += count;
  }

  void delay(long millis) {
    delays.add(millis);
  }

  void start() {
    starts++;
  }

  Sketch blockBytes() {
    return blockBytes;
  }

  Sketch delays() {
    return delays;
  }

  long batches() {
    return batches;
  }

  long records() {
    return records;
  }

  long blocks() {
    return blocks;
  }

  long bytes() {
    return bytes;
  }

  long blocksOfUnknownSize() {
    return blocksOfUnknownSize;
  }

  long starts() {
    return starts;
  }
}
