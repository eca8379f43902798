package io.holdfast.inspection.mend;

import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.mend.CheckpointMending.Usable;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StoragePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An application as far as it can be read, after all was undone that loses nothing.
 *
 * @param draft its files, with that undone
 * @param identity who it is
 * @param checkpoints that can be used, newest first
 * @param journal what can be read of it
 * @param data the data logs, by name
 * @param states the states, by name
 */
record Application(
    Draft draft,
    ApplicationIdentity identity,
    List<Usable> checkpoints,
    LogParts journal,
    Map<String, LogParts> data,
    Map<String, StateRuns> states) {

  /**
   * Reads an application.
   *
   * @throws NewerFormatException if a newer version has written to it
   * @throws UnmendableException if nothing says who it is
   */
  static Application read(Draft draft, Consumer<Change> changes) {
    ApplicationIdentity identity = identity(draft, changes);
    List<Usable> checkpoints = CheckpointMending.mend(draft, identity.id(), changes);
    LogParts journal = log(draft, identity, ApplicationLayout.JOURNAL, changes);
    Map<String, LogParts> data = new TreeMap<>();
    Map<String, StateRuns> states = new TreeMap<>();
    for (String directory : directories(draft, checkpoints)) {
      LogParts parts = log(draft, identity, directory, changes);
      if (directory.startsWith(ApplicationLayout.DATA + "/")) {
        data.put(StoragePath.name(directory), parts);
      } else {
        long proven =
            checkpoints.stream()
                .mapToLong(checkpoint -> checkpoint.positions().durableLsn(directory))
                .max()
                .orElse(0);
        states.put(StoragePath.name(directory), new StateRuns(draft, parts, proven));
      }
    }
    Application application = new Application(draft, identity, checkpoints, journal, data, states);
    application.restoreEpochs(changes);
    return application;
  }

  private static LogParts log(
      Draft draft, ApplicationIdentity identity, String directory, Consumer<Change> changes) {
    var id = ApplicationLayout.logId(identity.id(), directory);
    Healing.heal(draft, directory, id, changes);
    return LogParts.read(draft, directory, id);
  }

  private static TreeSet<String> directories(Draft draft, List<Usable> checkpoints) {
    TreeSet<String> directories = new TreeSet<>();
    for (String parent : List.of(ApplicationLayout.DATA, ApplicationLayout.STATE)) {
      for (FileStatus entry : draft.list(parent)) {
        if (entry.directory()) {
          directories.add(parent + "/" + entry.name());
        }
      }
    }
    checkpoints.forEach(c -> directories.addAll(c.positions().logs().keySet()));
    directories.remove(ApplicationLayout.JOURNAL);
    return directories;
  }

  private static ApplicationIdentity identity(Draft draft, Consumer<Change> changes) {
    String why = "is missing";
    try {
      if (draft.exists(ApplicationLayout.IDENTITY)) {
        return ApplicationIdentity.require(draft);
      }
    } catch (NewerFormatException e) {
      throw e;
    } catch (HoldfastException e) {
      why = "does not match its checksum";
    }
    for (FileStatus file : draft.list(ApplicationLayout.CHECKPOINTS)) {
      String path = StoragePath.join(ApplicationLayout.CHECKPOINTS, file.name());
      if (CheckpointId.parse(file.name()).isPresent()) {
        try (ContainerReader reader = ContainerReader.open(draft, path)) {
          String name = named(CheckpointParts.text(reader, Sections.META));
          ApplicationIdentity found = new ApplicationIdentity(name, reader.header().application());
          draft.put(ApplicationLayout.IDENTITY, FileContent.of(found.encoded()));
          String words = why + "; name and id are those that checkpoint " + file.name() + " has";
          changes.accept(new Change("restored", ApplicationLayout.IDENTITY, words));
          return found;
        } catch (RuntimeException e) {
          // Another one may know it.
        }
      }
    }
    throw new UnmendableException(
        draft.location()
            + "/"
            + ApplicationLayout.IDENTITY
            + " "
            + why
            + ", and there is no intact checkpoint that names the application. Restore the file"
            + " from a copy.");
  }

  private static String named(String meta) {
    return meta.lines()
        .filter(line -> line.startsWith("application="))
        .map(line -> line.substring("application=".length()))
        .findFirst()
        .orElseThrow();
  }

  /** The next driver must take an epoch above all that were ever used, which outputs know. */
  private void restoreEpochs(Consumer<Change> changes) {
    long used = journal.epoch();
    for (LogParts log : data.values()) {
      used = Math.max(used, log.epoch());
    }
    for (StateRuns state : states.values()) {
      used = Math.max(used, state.parts().epoch());
    }
    for (Usable checkpoint : checkpoints) {
      used = Math.max(used, checkpoint.id().epoch());
    }
    long known = 0;
    for (FileStatus file : draft.list(ApplicationLayout.EPOCHS)) {
      if (file.name().matches("epoch-\\d{10}")) {
        known = Math.max(known, Long.parseLong(file.name(), 6, 16, 10));
      }
    }
    if (used > known) {
      String path =
          ApplicationLayout.EPOCHS + "/" + String.format(Locale.ROOT, "epoch-%010d", used);
      draft.put(path, FileContent.of("mended\n".getBytes(StandardCharsets.UTF_8)));
      String words =
          "was missing, although epoch " + used + " was used: logs and checkpoints say so";
      changes.accept(new Change("restored", path, words));
    }
  }
}
