package io.holdfast.testkit.process;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.testkit.process.LogPlace.Log;
import io.holdfast.wal.storage.StoragePath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows by a path whose it is.
 *
 * @param application whether it is the application's directory; otherwise a place outside of it
 * @param name of the place, for what belongs to nobody that is known
 */
record Layout(boolean application, String name) {
  private static final Pattern LOG_FILE =
      Pattern.compile("(journal|data/[^/]+|state/[^/]+)/segment-\\d+\\.hfw(\\.e\\d+\\.tmp)?");
  private static final Pattern OUTPUT =
      Pattern.compile("(?:_holdfast/([^/]+)(?:/.*)?)|(?:(.+)-\\d{20}(?:-e\\d+)?(?:/.*)?)");
  private static final Pattern STAGED = Pattern.compile("_holdfast/([^/]+)/staging/[^/]+");
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoints/checkpoint-[^/]*\\.hfc");

  static final Layout APPLICATION = new Layout(true, "application");

  static Layout outside(String name) {
    return new Layout(false, name);
  }

  /** {@code data log}, {@code journal}, {@code state NAME}, {@code output NAME} and so on. */
  String component(String path) {
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
      case ApplicationLayout.JOURNAL -> "journal";
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

  /** What is reached when the directory of {@code to} is forced. */
  Optional<Milestone> publication(String from, String to) {
    if (application) {
      return CHECKPOINT.matcher(to).matches() ? Optional.of(Milestone.F7) : Optional.empty();
    }
    boolean commits = STAGED.matcher(from).matches() && StoragePath.parent(to).isEmpty();
    return commits ? Optional.of(Milestone.F5) : Optional.empty();
  }
}
