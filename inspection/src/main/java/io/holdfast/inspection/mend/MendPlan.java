package io.holdfast.inspection.mend;

import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.inspection.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would be done to an application, and what is lost by it. Nothing has been written. */
public final class MendPlan {
  private final Draft draft;
  private final Application app;
  private final Target target;
  private final List<Change> changes;
  private final Losses losses;

  MendPlan(Draft draft, Application app, Target target, List<Change> changes, Losses losses) {
    this.draft = draft;
    this.app = app;
    this.target = target;
    this.changes = changes;
    this.losses = losses;
  }

  Draft draft() {
    return draft;
  }

  public ApplicationIdentity identity() {
    return app.identity();
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return draft.changes().isEmpty();
  }

  /** What is done to the files. */
  public List<Change> changes() {
    return changes;
  }

  public Losses losses() {
    return losses;
  }

  /** The plan for people and programs: where the application will stand, changes, losses. */
  public List<Content> contents() {
    List<Content> contents = new ArrayList<>();
    contents.add(PlanContents.target(target, losses));
    if (!changes.isEmpty()) {
      contents.add(Content.words("\nwhat is done"));
    }
    for (Change change : changes) {
      contents.add(
          Content.of(
                  "change",
                  String.format(
                      Locale.ROOT, "  %-9s %s: %s", change.action(), change.path(), change.words()))
              .with("action", change.action())
              .with("path", change.path())
              .with("reason", change.words()));
    }
    contents.addAll(PlanContents.losses(target, losses));
    return contents;
  }
}
