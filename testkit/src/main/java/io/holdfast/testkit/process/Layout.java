package io.holdfast.testkit.process;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.testkit.process.LogPlace.Log;
import io.holdfast.wal.storage.StoragePath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows by a path whose it is, and which milestones can be reached with it.
 *
 * @param application whether it is the application's directory; otherwise a place outside of it
 * @param name of the place, for what belongs to nobody that is known
 */
public record Layout(boolean application, String name) {
  private static final Pattern LOG_FILE =
      Pattern.compile("(journal|data/[^/]+|state/[^/]+)/segment-\\d+\\.hfw(\\.e\\d+\\.tmp)?");
  private static final Pattern OUTPUT =
      Pattern.compile("(?:_holdfast/([^/]+)(?:/.*)?)|(?:(.+)-\\d{20}(?:-e\\d+)?(?:/.*)?)");
  private static final Pattern STAGED = Pattern.compile("_holdfast/([^/]+)/staging/[^/]+");
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoints/checkpoint-[^/]*\\.hfc");

  /** The journal, as a component. */
  public static final String JOURNAL = "journal";

  /** The directory of an application. */
  public static final Layout APPLICATION = new Layout(true, "application");

  /** A place that a sink, a function or a receiver has named. */
  public static Layout place(String location) {
    return outside("place " + location);
  }

  /** Whatever else there is. */
  public static Layout outside(String name) {
    return new Layout(false, name);
  }

  /** {@code data log}, {@code journal}, {@code state NAME}, {@code output NAME} and so on. */
  public String component(String path) {
    if (!application) {
      Matcher output = OUTPUT.matcher(path);
      if (!output.matches()) {
        return name;
      }
      return "output " + (output.group(1) != null ? output.group(1) : output.group(2));
    }
    String[] part = path.split("/", 3);
    return switch (part[0]) {
      case ApplicationLayout.DATA -> "data log";
      case ApplicationLayout.JOURNAL -> JOURNAL;
      case ApplicationLayout.STATE -> part.length > 1 ? "state " + part[1] : "state";
      case ApplicationLayout.CHECKPOINTS -> "checkpoint";
      case ApplicationLayout.EPOCHS -> "epoch";
      case "probe.tmp" -> "probe";
      default -> name;
    };
  }

  /** The log whose segment this is. */
  Optional<LogPlace> log(String path) {
    if (!application || !LOG_FILE.matcher(path).matches()) {
      return Optional.empty();
    }
    Log log =
        switch (path.substring(0, path.indexOf('/'))) {
          case ApplicationLayout.JOURNAL -> Log.JOURNAL;
          case ApplicationLayout.DATA -> Log.DATA;
          default -> Log.STATE;
        };
    return Optional.of(new LogPlace(component(path), log));
  }

  /**
   * What is reached with the force of a file, as far as its path tells. Of a journal it tells
   * nothing: that depends on the events.
   */
  public Optional<Milestone> forced(String path) {
    return log(path).map(LogPlace::log).flatMap(Log::byPath);
  }

  /** What is reached with the force of a directory, if something was published in it. */
  public Optional<Milestone> directoryForced(String directory) {
    if (application) {
      return directory.equals(ApplicationLayout.CHECKPOINTS)
          ? Optional.of(Milestone.F7)
          : Optional.empty();
    }
    return directory.isEmpty() ? Optional.of(Milestone.F5) : Optional.empty();
  }

  /** What is reached before this is deleted. */
  public Optional<Milestone> deleted(String path) {
    return isCheckpoint(path) ? Optional.of(Milestone.F8) : Optional.empty();
  }

  /** What is reached when the directory of {@code to} is forced. */
  Optional<Milestone> publication(String from, String to) {
    boolean publishes = application ? isCheckpoint(to) : STAGED.matcher(from).matches();
    return publishes ? directoryForced(StoragePath.parent(to)) : Optional.empty();
  }

  private boolean isCheckpoint(String path) {
    return application && CHECKPOINT.matcher(path).matches();
  }
}
