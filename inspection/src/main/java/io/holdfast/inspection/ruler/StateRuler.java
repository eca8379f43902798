package io.holdfast.inspection.ruler;

import io.holdfast.checkpoint.state.EntryKind;
import java.util.Locale;

/** The fields of a part of a state's delta or snapshot. */
final class StateRuler {
  private static final int CLASSES = 3;

  private StateRuler() {}

  static void chunk(HexRuler ruler) {
    int kind = ruler.byteField("kind %s: " + kind(ruler.peek(1).get(0)));
    ruler.longField("version: batch %s");
    ruler.longField("version before: batch %s");
    ruler.longField("epoch %s");
    ruler.intField("part %s");
    ruler.byteField("last part: %s");
    int entries = ruler.intField("entries %s");
    if (kind == CLASSES) {
      ruler.raw(ruler.remaining(), "class table behind its length");
      return;
    }
    for (int i = 0; i < entries; i++) {
      entry(ruler);
    }
  }

  private static void entry(HexRuler ruler) {
    EntryKind kind = EntryKind.of(ruler.peek(1).get(0));
    if (kind == null) {
      throw ruler.damaged("an entry of an unknown kind");
    }
    ruler.byteField("entry %s: " + kind.name().toLowerCase(Locale.ROOT));
    if (kind.timed()) {
      ruler.varint("%s ms before the version");
    }
    if (kind.keyed()) {
      part(ruler, "key");
    }
    if (kind.valued()) {
      part(ruler, "value");
    }
  }

  private static void part(HexRuler ruler, String what) {
    int length = ruler.count(what + " length %s", 1);
    if (length > 0) {
      ruler.payload(length, what);
    }
  }

  private static String kind(byte code) {
    return switch (code) {
      case 1 -> "delta";
      case 2 -> "snapshot";
      case CLASSES -> "classes";
      default -> "not known";
    };
  }
}
