package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.inspection.rehearsal.Rehearsal;
import io.holdfast.inspection.rehearsal.Rehearsal.Code;
import io.holdfast.inspection.rehearsal.RehearsalReport;
import io.holdfast.tools.Logging;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags of a rehearsal, and the directory that it has. */
final class RehearsalOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--rehearse",
      description = {
        "Also runs the new code on a copy, over the last completed batches",
        "with the records that they had, and compares rows and states.",
        "Receivers are not started, outputs go to files."
      })
  private boolean rehearse;

  @Option(
      names = "--batches",
      paramLabel = "N",
      description = "How many batches are rehearsed, if they are still there (default: 10).")
  private Integer batches;

  @Option(
      names = "--old",
      paramLabel = "JAR#CLASS",
      description = {
        "The code that the application runs now: it is run over the same",
        "batches, and outputs of all kinds are compared. Without it, only",
        "published files are."
      })
  private String old;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keeps copies and outputs of the rehearsal there; a new or empty directory.")
  private Path keep;

  /** Whether one is wanted. */
  boolean wanted() {
    if (!rehearse && (batches != null || old != null || keep != null)) {
      String flag = batches != null ? "--batches" : old != null ? "--old" : "--keep";
      throw new ParameterException(spec.commandLine(), flag + " is for --rehearse");
    }
    if (batches != null && batches < 1) {
      throw new ParameterException(spec.commandLine(), "--batches " + batches + ": at least 1");
    }
    if (keep != null) {
      requireEmpty();
    }
    return rehearse;
  }

  /** The old code, if it was given; found out before anything is done. */
  Optional<Code> oldCode(List<Path> classPath) {
    return Optional.ofNullable(old).map(job -> code(JobClasses.of(job, classPath)));
  }

  static Code code(JobClasses classes) {
    return new Code(classes, JobDefinition.of(classes));
  }

  /** Rehearses, and takes away what is not to be kept. */
  RehearsalReport run(Storage app, Code now, Optional<Code> before, Consumer<String> progress) {
    // What the recoveries say is no news: the copy was made like that.
    Logging.errorsOnly();
    try {
      Path directory =
          keep == null
              ? Files.createTempDirectory("holdfast-rehearsal-")
              : Files.createDirectories(keep);
      try {
        return Rehearsal.of(app, now, before, batches == null ? 10 : batches, directory, progress);
      } finally {
        if (keep == null) {
          PathUtils.deleteDirectory(directory);
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "The rehearsal has no directory of its own: " + e + ". Name one with --keep.", e);
    }
  }

  private void requireEmpty() {
    try {
      if (Files.exists(keep) && !(Files.isDirectory(keep) && PathUtils.isEmptyDirectory(keep))) {
        throw new ParameterException(
            spec.commandLine(),
            "--keep " + keep + " is not empty: name a new or an empty directory");
      }
    } catch (IOException e) {
      throw new ConfigurationException("--keep " + keep + " cannot be read: " + e + ".", e);
    }
  }
}
