package io.holdfast.testkit.scenario;

import io.holdfast.wal.storage.simulated.CrashProfile;
import java.util.List;

/**
 * How much is tried at each point.
 *
 * @param profiles what is lost
 * @param variations outcomes per profile that leaves something open, and cuts inside an operation
 * @param secondEvery of so many states one has its recovery crashed at each of its operations; 0
 *     for none
 * @param failures after so many the search ends
 */
public record Depth(List<CrashProfile> profiles, int variations, int secondEvery, int failures) {
  /** Everything, up to the first failure, for the engine's own tests. */
  public static Depth all(int variations, int secondEvery) {
    return new Depth(List.of(CrashProfile.values()), variations, secondEvery, 1);
  }
}
