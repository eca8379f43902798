package io.holdfast.testkit.scenario;

import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Makes a failing scenario smaller as long as some crash of it still fails: without earlier lives
 * and disturbances, with one crash in place of two, with fewer records, after the delta debugging
 * of Zeller and Hildebrandt (2002). Fewer records make fewer blocks and batches. What fails in the
 * end need not be the same crash, only as wrong. One thread.
 */
public final class Shrinker {
  private final Conditions conditions;
  private final Depth depth;
  private final BooleanSupplier outOfTime;
  private Shrunk best;

  /**
   * A failing scenario, and what fails.
   *
   * @param story what happens, line by line
   */
  public record Shrunk(Scenario scenario, CrashPoint point, String what, List<String> story) {}

  /**
   * A shrinker.
   *
   * @param outOfTime whether it has to be content with what it has
   */
  public Shrinker(Conditions conditions, Depth depth, BooleanSupplier outOfTime) {
    this.conditions = conditions;
    this.depth = depth;
    this.outOfTime = outOfTime;
  }

  /** Shrinks as far as it goes. */
  public Shrunk shrink(Scenario failing, Failure failure) {
    best = new Shrunk(failing, failure.point(), failure.what(), List.of());
    Map<String, List<String>> records = failing.records();
    boolean unused = tried(failing.with(records, List.of(), List.of()));
    unused = tried(best.scenario().with(records, best.scenario().earlier(), List.of()));
    for (String stream : records.keySet()) {
      fewerRecords(stream);
    }
    List<String> story =
        Chronicle.tell(best.scenario(), depth, conditions, best.point(), best.what());
    return new Shrunk(best.scenario(), best.point(), best.what(), story);
  }

  private void fewerRecords(String stream) {
    int parts = 2;
    while (!outOfTime.getAsBoolean()) {
      List<String> records = best.scenario().records().get(stream);
      if (records.isEmpty()) {
        return;
      }
      int length = Math.max(1, (records.size() + parts - 1) / parts);
      if (withoutOne(stream, records, length)) {
        parts = Math.max(2, parts - 1);
      } else if (length == 1) {
        return;
      } else {
        parts = Math.min(records.size(), parts * 2);
      }
    }
  }

  private boolean withoutOne(String stream, List<String> records, int length) {
    for (int from = 0; from < records.size() && !outOfTime.getAsBoolean(); from += length) {
      List<String> left = new ArrayList<>(records.subList(0, from));
      left.addAll(records.subList(Math.min(records.size(), from + length), records.size()));
      Map<String, List<String>> fewer = new TreeMap<>(best.scenario().records());
      fewer.put(stream, left);
      Scenario smaller = best.scenario();
      if (tried(smaller.with(fewer, smaller.earlier(), smaller.disturbances()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether it fails as well; then it is the best so far. */
  private boolean tried(Scenario smaller) {
    if (outOfTime.getAsBoolean()) {
      return false;
    }
    Depth one = new Depth(depth.profiles(), depth.variations(), 0, 1);
    Optional<Failure> failure = failureOf(smaller, one);
    failure.ifPresent(found -> best = new Shrunk(smaller, found.point(), found.what(), List.of()));
    return failure.isPresent();
  }

  private Optional<Failure> failureOf(Scenario smaller, Depth one) {
    Failure failure = new CrashExplorer(smaller, one, conditions).explore().failure();
    // Wrong without any crash is another matter.
    return Optional.ofNullable(failure).filter(found -> !found.point().crashes().isEmpty());
  }
}
