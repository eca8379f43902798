package io.holdfast.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is durable of the records of a source, and their positions: it survives the processes. */
final class Received {
  private final List<Unit> units = new ArrayList<>();
  private final Map<String, Long> positions = new TreeMap<>();

  /** Records that were stored by one call; none for a partition that is forgotten. */
  record Unit(List<String> texts, String partition, long position) {}

  synchronized List<Unit> units() {
    return List.copyOf(units);
  }

  synchronized List<String> texts() {
    return units.stream().flatMap(unit -> unit.texts().stream()).toList();
  }

  synchronized Map<String, Long> positions() {
    return new TreeMap<>(positions);
  }

  synchronized Map<String, Long> add(List<Unit> block) {
    Map<String, Long> reached = new TreeMap<>();
    for (Unit unit : block) {
      if (unit.texts().isEmpty()) {
        positions.remove(unit.partition());
        reached.remove(unit.partition());
      } else {
        units.add(unit);
        if (unit.position() > 0) {
          positions.put(unit.partition(), unit.position());
          reached.put(unit.partition(), unit.position());
        }
      }
    }
    return reached;
  }
}
