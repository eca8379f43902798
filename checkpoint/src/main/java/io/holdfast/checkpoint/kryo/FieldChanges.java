package io.holdfast.checkpoint.kryo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the fields of a class differ from those that its objects were written with. */
final class FieldChanges {
  private final List<String> words = new ArrayList<>();
  private final List<String> obstacles = new ArrayList<>();

  /**
   * Compares.
   *
   * @param droppable fields that may be read over, as {@code CLASS#FIELD}, by the name that the
   *     class has now
   */
  FieldChanges(StoredShape stored, ClassShape now, Set<String> droppable) {
    Set<String> known = new HashSet<>();
    for (StoredShape.Field field : stored.fields()) {
      known.add(field.name());
      Optional<Slot> slot =
          now.slots().stream().filter(s -> s.name().equals(field.name())).findFirst();
      if (slot.isPresent()) {
        compareTypes(field, slot.get());
      } else {
        gone(now.type().getName() + "#" + field.name(), field, droppable);
      }
    }
    now.slots().stream()
        .filter(slot -> !known.contains(slot.name()))
        .forEach(slot -> words.add("'" + slot.name() + "' is new"));
  }

  private void compareTypes(StoredShape.Field field, Slot slot) {
    String now = slot.type().getTypeName();
    if (field.type().equals(now)) {
      return;
    }
    String change = "'" + field.name() + "' was a " + field.type() + ", is a " + now;
    words.add(change);
    if (!Widening.allows(field.form(), slot.type())) {
      obstacles.add(
          change
              + ": its values do not fit; give the field another name, and drop the one of before");
    }
  }

  private void gone(String field, StoredShape.Field stored, Set<String> droppable) {
    words.add("'" + stored.name() + "' is gone");
    if (!droppable.contains(field)) {
      obstacles.add(
          "'"
              + stored.name()
              + "' is gone: allow its values to be dropped with"
              + " StreamingConfig.allowDropping(\""
              + field
              + "\")");
    }
  }

  /** What is different; empty if only the order is. */
  List<String> words() {
    return words;
  }

  /** Why the objects cannot be read, with the way out; empty if they can. */
  List<String> obstacles() {
    return obstacles;
  }
}
