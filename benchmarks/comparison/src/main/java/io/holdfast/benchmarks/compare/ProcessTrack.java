package io.holdfast.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs contenders of this checkout as processes. Each run has an empty directory, which is deleted
 * after it; what a failed one said stays in a directory of failures.
 */
final class ProcessTrack implements Contest.Track {
  private final Table table;
  private final Modules modules;
  private final Place place;
  private final ChildProcess child;

  /**
   * Where it runs.
   *
   * @param work for the runs' directories
   * @param failures for what failed ones have said; created when there is any
   * @param guard words of a command that starts each process; may be none
   */
  record Place(Path work, Path failures, List<String> guard) {}

  ProcessTrack(Table table, Modules modules, Place place, ChildProcess child) {
    this.table = table;
    this.modules = modules;
    this.place = place;
    this.child = child;
  }

  @Override
  public Outcome run(Entrant entrant, int round) throws IOException, InterruptedException {
    List<Path> jars = modules.jars(entrant.contender().module());
    if (jars.isEmpty()) {
      return new Outcome.Failed(entrant.contender().module() + " has not been built");
    }
    String classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Path directory = Files.createDirectories(place.work().resolve("run"));
    try {
      List<String> command = new ArrayList<>(place.guard());
      command.addAll(entrant.command(classPath, directory.resolve("data").toString()));
      return run(entrant, command, directory);
    } finally {
      Trees.delete(directory);
    }
  }

  private Outcome run(Entrant entrant, List<String> command, Path directory)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    ChildProcess.End end;
    try {
      end = child.run(command, out, err, table.limit());
    } catch (IOException e) {
      return new Outcome.Failed(e.getMessage());
    }
    String why;
    if (!end.inTime()) {
      why = "not ready after " + table.limit().toSeconds() + " s: " + ChildProcess.lastLine(err);
    } else if (end.exitCode() != 0) {
      why = "exit code " + end.exitCode() + ": " + ChildProcess.lastLine(err);
    } else {
      try {
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        return new Outcome.Measured(Sample.parse(printed, table.figures()));
      } catch (IOException e) {
        why = e.getMessage() + "; last words: " + ChildProcess.lastLine(err);
      }
    }
    Files.createDirectories(place.failures());
    String name = table.name() + "-" + entrant.name().replace(' ', '-') + ".txt";
    Files.copy(err, place.failures().resolve(name), StandardCopyOption.REPLACE_EXISTING);
    return new Outcome.Failed(why);
  }
}
