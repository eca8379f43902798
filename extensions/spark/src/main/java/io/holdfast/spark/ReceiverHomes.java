package io.holdfast.spark;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Spreads the receivers of a job over its executors: each goes where there are fewest. Spark takes
 * it for a wish. Any thread.
 */
final class ReceiverHomes {
  private final Map<String, String> places = new TreeMap<>();

  /** Where the receiver of a stream is to be placed, of these; nowhere if there are none yet. */
  synchronized Optional<String> next(String stream, Collection<String> executors) {
    String left = places.remove(stream);
    Comparator<String> fewest = Comparator.comparingLong(this::receivers);
    Optional<String> chosen =
        executors.stream()
            .min(fewest.thenComparing(place -> place.equals(left)).thenComparing(place -> place));
    chosen.ifPresent(place -> places.put(stream, place));
    return chosen;
  }

  /** A receiver has begun at a place. */
  synchronized void is(String stream, String place) {
    places.put(stream, place);
  }

  private long receivers(String place) {
    return places.values().stream().filter(place::equals).count();
  }
}
