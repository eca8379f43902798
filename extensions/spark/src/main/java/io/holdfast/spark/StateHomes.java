package io.holdfast.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which executor has a partition of a state in memory. Any thread. */
final class StateHomes {
  private final Map<String, String> places = new ConcurrentHashMap<>();

  void is(String state, int partition, String place) {
    places.put(state + "/" + partition, place);
  }

  /** As Spark names the place of an executor; null if none has it. */
  String of(String state, int partition) {
    return places.get(state + "/" + partition);
  }
}
