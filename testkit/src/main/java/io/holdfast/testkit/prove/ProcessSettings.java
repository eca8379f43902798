package io.holdfast.testkit.prove;

import io.holdfast.testkit.process.JavaCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the job is run in processes of its own.
 *
 * @param job as {@link io.holdfast.inspection.job.JobClasses#of} takes it
 * @param then the same for the lives after a crash, to try an upgrade; empty for the same job
 * @param classPath jars with further classes of either
 * @param points which crashes are tried
 * @param java starts the processes
 * @param directory where their files are; what belongs to a crash that was survived is deleted
 */
public record ProcessSettings(
    String job,
    Optional<String> then,
    List<Path> classPath,
    PointChoice points,
    JavaCommand java,
    Path directory) {

  /** On the class path of this process. */
  public static ProcessSettings of(
      String job, Optional<String> then, List<Path> classPath, PointChoice points, Path directory) {
    return new ProcessSettings(
        job, then, classPath, points, JavaCommand.forShortLives(), directory);
  }
}
