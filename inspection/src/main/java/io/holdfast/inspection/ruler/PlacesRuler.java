package io.holdfast.inspection.ruler;

/** The fields of a record of a log of places. */
final class PlacesRuler {
  private PlacesRuler() {}

  static void record(HexRuler ruler) {
    ruler.byteField("kind %s: " + kind(ruler.peek(1).get(0)));
    ruler.varint("version: batch %s");
    ruler.varint("version before: batch %s");
    ruler.varint("epoch %s");
    for (int left = ruler.count("tables of classes %s", 1); left > 0; left--) {
      ruler.string("table '%s'");
    }
    for (int left = ruler.count("parts %s", 8); left > 0; left--) {
      part(ruler);
    }
  }

  private static void part(HexRuler ruler) {
    ruler.varint("part with table %s");
    ruler.varint("partition %s");
    ruler.varint("of %s partitions");
    ruler.byteField("whole: %s");
    ruler.varint("version: batch %s");
    ruler.string("data log '%s'");
    for (int left = ruler.count("records %s", 8); left > 0; left--) {
      ruler.varint("LSN %s");
      ruler.varint("segment %s");
      ruler.varint("offset %s");
      ruler.varint("length %s");
      ruler.hexField("CRC32C of the payload %s");
    }
    ruler.varint("keys %s");
    ruler.longField("oldest touch %s");
    ruler.byteField("holds panes: %s");
  }

  private static String kind(byte code) {
    return switch (code) {
      case 1 -> "a batch";
      case 2 -> "everything";
      default -> "not known";
    };
  }
}
