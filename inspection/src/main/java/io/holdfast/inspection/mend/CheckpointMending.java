package io.holdfast.inspection.mend;

import io.holdfast.NewerFormatException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerProblem;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sorts the checkpoints of an application: those that can be used, by their own names. */
final class CheckpointMending {
  private CheckpointMending() {}

  /**
   * A checkpoint that can be used.
   *
   * @param state bytes of the driver's state in it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Usable(CheckpointId id, String path, LogPositions positions, byte[] state) {

    /** The driver's state; a new one each time. */
    DriverState decoded() {
      return DriverState.decode(state, path);
    }
  }

  /**
   * Gives misnamed checkpoints their names back, takes away what is damaged or foreign.
   *
   * @return those that can be used, newest first
   * @throws NewerFormatException if one is of a newer format
   */
  static List<Usable> mend(Draft draft, UUID application, Consumer<Change> changes) {
    for (ContainerReport report : reports(draft)) {
      String path = path(report);
      String why =
          report.problems().stream()
              .map(ContainerProblem::toString)
              .collect(Collectors.joining("; "));
      switch (report.verdict()) {
        case NEWER_FORMAT ->
            throw new NewerFormatException(
                report.location()
                    + " was written by a newer version: "
                    + why
                    + ". Use that version. Nothing was changed.");
        case UNREADABLE -> throw new StorageException(why + " Nothing was changed.", null);
        case DAMAGED -> {
          draft.remove(path);
          changes.accept(new Change("removed", path, "damaged: " + why));
        }
        case MISNAMED -> rename(draft, path, report, changes);
        case INTACT, WRONG_APPLICATION -> {}
      }
    }
    List<Usable> usable = new ArrayList<>();
    for (ContainerReport report : reports(draft)) {
      ContainerHeader header = report.header().orElseThrow();
      if (!header.application().equals(application)) {
        draft.remove(path(report));
        String whose = "belongs to application " + header.application() + "; put aside";
        changes.accept(new Change("removed", path(report), whose));
      } else {
        add(draft, path(report), header.id(), usable, changes);
      }
    }
    usable.sort(Comparator.comparing(Usable::id).reversed());
    return usable;
  }

  private static List<ContainerReport> reports(Draft draft) {
    return new CheckpointInspector(draft).directory(ApplicationLayout.CHECKPOINTS).checkpoints();
  }

  private static String path(ContainerReport report) {
    return StoragePath.join(ApplicationLayout.CHECKPOINTS, StoragePath.name(report.location()));
  }

  private static void rename(
      Draft draft, String path, ContainerReport report, Consumer<Change> changes) {
    String name = report.header().orElseThrow().id().fileName();
    String right = StoragePath.join(ApplicationLayout.CHECKPOINTS, name);
    if (draft.exists(right)) {
      String why = "is " + name + ", which is there under its own name; put aside";
      changes.accept(new Change("removed", path, why));
    } else {
      draft.put(right, draft.content(path));
      changes.accept(new Change("renamed", path, "is " + name + ", by its header"));
    }
    draft.remove(path);
  }

  private static void add(
      Draft draft, String path, CheckpointId id, List<Usable> usable, Consumer<Change> changes) {
    try (ContainerReader reader = ContainerReader.open(draft, path)) {
      byte[] state = reader.section(Sections.PENDING_OUTLINE).bytes();
      Usable checkpoint = new Usable(id, path, CheckpointParts.positions(reader), state);
      checkpoint.decoded();
      usable.add(checkpoint);
    } catch (RuntimeException e) {
      draft.remove(path);
      String why = "its checksums are right, but it cannot be decoded: " + e.getMessage();
      changes.accept(new Change("removed", path, why));
    }
  }
}
