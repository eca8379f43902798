package io.holdfast.testkit.bugs;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Faults in how files beside the two logs become durable. */
final class StorageBugs {

  private StorageBugs() {}

  static List<SeededBug> all() {
    return List.of(
        forcing(
            "SKIP_FORCE_OF_STATE",
            "never forces the log of a state",
            StorageBugs::isState,
            force -> false),
        forcing(
            "STATE_DELTAS_NOT_FORCED",
            "forces the header of a state segment, but no delta",
            StorageBugs::isState,
            force -> force == 1),
        forcing(
            "IDENTITY_RENAMED_BEFORE_FORCE",
            "gives the identity its name before its bytes are durable",
            path -> path.startsWith("app/identity"),
            force -> false),
        forcing(
            "CHECKPOINT_RENAMED_BEFORE_FORCE",
            "gives a checkpoint its name before its bytes are durable",
            path -> path.startsWith("app/checkpoints/"),
            force -> false),
        notForcing("SKIP_DIRECTORY_FORCE", "forces no directory at all", directory -> true),
        notForcing(
            "IDENTITY_NAME_NOT_FORCED",
            "does not force the name of the identity",
            directory -> directory.equals("app")),
        notForcing(
            "EPOCH_NAME_NOT_FORCED",
            "does not force the name of an epoch's file",
            directory -> directory.equals("app/epochs")),
        notForcing(
            "STATE_SEGMENT_NAME_NOT_FORCED",
            "renames a state segment and does not force its name",
            StorageBugs::isState),
        notForcing(
            "CHECKPOINT_NAME_NOT_FORCED",
            "renames a checkpoint and does not force its name",
            directory -> directory.equals("app/checkpoints")));
  }

  private static boolean isState(String path) {
    return path.startsWith("app/state/");
  }

  private static SeededBug forcing(
      String name, String mistake, Predicate<String> files, IntPredicate which) {
    return SeededBug.of("storage", name, mistake)
        .stored(
            real ->
                FaultyStorage.appending(
                    real, files, appender -> FaultyAppenders.forcing(appender, which)));
  }

  private static SeededBug notForcing(String name, String mistake, Predicate<String> directories) {
    return SeededBug.of("storage", name, mistake)
        .stored(real -> FaultyStorage.notForcing(real, directories));
  }
}
