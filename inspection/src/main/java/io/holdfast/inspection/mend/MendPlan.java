package io.holdfast.inspection.mend;

import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Content;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What would be done to an application or a log, and what is lost by it. Nothing is written. */
public final class MendPlan {
  private final Draft draft;
  private final Optional<ApplicationIdentity> identity;
  private final List<Change> changes;
  private final Content target;
  private final List<Content> lost;
  private final Losses losses;

  private MendPlan(
      Draft draft,
      Optional<ApplicationIdentity> identity,
      List<Change> changes,
      Content target,
      List<Content> lost,
      Losses losses) {
    this.draft = draft;
    this.identity = identity;
    this.changes = List.copyOf(changes);
    this.target = target;
    this.lost = lost;
    this.losses = losses;
  }

  static MendPlan of(Application app, Target target, List<Change> changes, Losses losses) {
    return new MendPlan(
        app.draft(),
        Optional.of(app.identity()),
        changes,
        PlanContents.target(target, losses),
        PlanContents.losses(target, losses),
        losses);
  }

  /** Of a log that is no application's. */
  static MendPlan ofLog(Draft draft, List<Change> changes, Content target, List<Content> lost) {
    return new MendPlan(draft, Optional.empty(), changes, target, lost, null);
  }

  Draft draft() {
    return draft;
  }

  /** Whose files these are; empty for a log on its own. */
  public Optional<ApplicationIdentity> identity() {
    return identity;
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return draft.changes().isEmpty();
  }

  /** What an application does not know any more. */
  Losses losses() {
    return losses;
  }

  /** The plan for people and programs: where it will stand, changes, losses. */
  public List<Content> contents() {
    List<Content> contents = new ArrayList<>();
    contents.add(target);
    if (!changes.isEmpty()) {
      contents.add(Content.words("\nwhat is done"));
    }
    for (Change change : changes) {
      String words =
          String.format(
              Locale.ROOT, "  %-9s %s: %s", change.action(), change.path(), change.words());
      contents.add(
          Content.of("change", words)
              .with("action", change.action())
              .with("path", change.path())
              .with("reason", change.words()));
    }
    contents.addAll(lost);
    lostCheckpoints().ifPresent(contents::add);
    return contents;
  }

  private Optional<Content> lostCheckpoints() {
    List<String> names =
        changes.stream()
            .filter(change -> change.action().equals("removed"))
            .map(Change::path)
            .filter(path -> path.startsWith(ApplicationLayout.CHECKPOINTS + "/"))
            .map(StoragePath::name)
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Content.of(
                    "lost_checkpoints",
                    "  checkpoints, to which no start can fall back any more: "
                        + String.join(", ", names))
                .with("checkpoints", names));
  }
}
