package io.holdfast.inspection.ruler;

/** The fields of a block of received records. */
final class BlockRuler {
  private BlockRuler() {}

  static void block(HexRuler ruler) {
    ruler.byteField("block version %s");
    ruler.string("stream '%s'");
    ruler.varint("block %s");
    long records = ruler.varint("records %s");
    for (int left = ruler.count("source positions %s", 2); left > 0; left--) {
      ruler.string("source partition '%s'");
      ruler.varint("position %s");
    }
    ruler.intField("length of the records section %s");
    for (long i = 0; i < records; i++) {
      int length = ruler.count("record of %s bytes", 1);
      if (length > 0) {
        ruler.payload(length, "record");
      }
    }
  }
}
