package io.holdfast.inspection.ruler;

/** The fields of the journal's events and of what checkpoints have in the same form. */
final class JournalRuler {
  private JournalRuler() {}

  static void event(HexRuler ruler) {
    switch (ruler.peek(1).get(0)) {
      case 1 -> {
        ruler.byteField("event %s: epoch started");
        ruler.varint("epoch %s");
        ruler.varint("started %s ms");
        ruler.string("by '%s'");
      }
      case 2, 6 -> {
        ruler.byteField("event %s: block added");
        block(ruler);
      }
      case 3 -> {
        ruler.byteField("event %s: batch allocated");
        ruler.varint("batch time %s");
        for (int left = ruler.count("ranges %s", 3); left > 0; left--) {
          ruler.string("stream '%s'");
          ruler.varint("first block %s");
          ruler.varint("last block %s");
        }
      }
      case 4 -> {
        ruler.byteField("event %s: batch completed");
        ruler.varint("batch time %s");
        ruler.varint("epoch %s");
        ruler.varint("records %s");
        strings(ruler, "states", "state");
      }
      case 5 -> {
        ruler.byteField("event %s: released");
        strings(ruler, "checkpoints", "checkpoint");
        map(ruler, "logs", "log", "kept from LSN %s");
      }
      case 7 -> {
        ruler.byteField("event %s: blocks lost");
        ruler.varint("epoch %s");
        losses(ruler);
      }
      default -> ruler.byteField("event %s, which is not known");
    }
  }

  private static void losses(HexRuler ruler) {
    for (int left = ruler.count("losses %s", 3); left > 0; left--) {
      ruler.string("stream '%s'");
      ruler.varint("blocks %s");
      ruler.varint("records %s");
    }
  }

  private static void block(HexRuler ruler) {
    ruler.string("stream '%s'");
    ruler.varint("block %s");
    ruler.varint("records %s");
    if (!ruler.string("data log '%s'").isEmpty()) {
      ruler.varint("LSN %s");
      ruler.varint("segment %s");
      ruler.varint("offset %s");
      ruler.varint("length %s");
      ruler.hexField("CRC32C %s");
    } else if (ruler.byteField("kind of place %s") == 1) {
      ruler.string("partition '%s'");
      ruler.varint("from offset %s");
      ruler.varint("until offset %s");
      ruler.varint("length %s");
      ruler.hexField("check %s");
    } else {
      ruler.varint("memory of epoch %s");
      ruler.varint("length %s");
    }
    map(ruler, "source positions", "source partition", "position %s");
  }

  private static void strings(HexRuler ruler, String many, String one) {
    for (int left = ruler.count(many + " %s", 1); left > 0; left--) {
      ruler.string(one + " '%s'");
    }
  }

  private static void map(HexRuler ruler, String many, String key, String value) {
    for (int left = ruler.count(many + " %s", 2); left > 0; left--) {
      ruler.string(key + " '%s'");
      ruler.varint(value);
    }
  }

  /** The section {@code pending-outline} of a checkpoint. */
  static void driverState(HexRuler ruler) {
    ruler.varint("epoch %s");
    ruler.varint("last allocated batch %s");
    ruler.varint("last completed batch %s");
    map(ruler, "state versions", "state", "batch %s");
    for (int left = ruler.count("streams %s", 3); left > 0; left--) {
      ruler.string("stream '%s'");
      ruler.varint("last block %s");
      map(ruler, "source positions", "source partition", "position %s");
      for (int blocks = ruler.count("blocks in no batch %s", 8); blocks > 0; blocks--) {
        block(ruler);
      }
    }
    for (int left = ruler.count("pending batches %s", 2); left > 0; left--) {
      ruler.varint("batch time %s");
      for (int blocks = ruler.count("blocks %s", 8); blocks > 0; blocks--) {
        block(ruler);
      }
    }
    if (ruler.remaining() > 0) {
      ruler.varint("losses are counted before epoch %s");
      losses(ruler);
    }
  }
}
