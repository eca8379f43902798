package io.holdfast.testkit.process;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What runs in a process: all that {@link JobMain} is told.
 *
 * @param job class of a {@link io.holdfast.stream.StreamingJob}
 * @param jar where that class is; empty: on the class path of the process
 * @param directory where everything is kept
 * @param input a directory with a file of lines for each stream, {@code STREAM.txt}; or with files
 *     of any name, that are all lines of the only stream, in the order of their names
 * @param linesPerSecond of each stream; 0 for as fast as they are taken
 * @param batchInterval between batches
 * @param steps what happens at the steps of this life
 * @param clockOffset added to the wall clock of this life
 * @param conditions class of the {@link LifeConditions}
 */
public record JobSpec(
    String job,
    Optional<Path> jar,
    JobDirectory directory,
    Path input,
    int linesPerSecond,
    Duration batchInterval,
    StepPlan steps,
    Duration clockOffset,
    String conditions) {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(20);

  /**
   * Checks that what is asked for can be done.
   *
   * @throws ConfigurationException if un-forced changes are to be lost outside of the local disk
   */
  public JobSpec {
    if (steps.losesUnforced() && Storages.isRemote(directory.files())) {
      throw new ConfigurationException(
          "What was not forced can be taken back on the local file system, but not in "
              + directory.files()
              + ": leave losingUnforced() away, or keep the job's files in a local directory.");
    }
  }

  /** A job on the class path, at full speed, under normal conditions. */
  public static JobSpec of(String job, Path directory, Path input) {
    return new JobSpec(
        job,
        Optional.empty(),
        new JobDirectory(directory.toAbsolutePath()),
        input.toAbsolutePath(),
        0,
        DEFAULT_INTERVAL,
        StepPlan.COUNT_ONLY,
        Duration.ZERO,
        LifeConditions.Normal.class.getName());
  }

  /** The same with the job in a jar. */
  public JobSpec inJar(Path file) {
    return new JobSpec(
        job,
        Optional.of(file.toAbsolutePath()),
        directory,
        input,
        linesPerSecond,
        batchInterval,
        steps,
        clockOffset,
        conditions);
  }

  /**
   * The same with the job's files at another place, such as {@code hdfs://host:port/path}.
   *
   * @param location as {@link Storages#open} takes it; what opens it has to be on the class path
   */
  public JobSpec keepingFilesAt(String location) {
    return new JobSpec(
        job,
        jar,
        new JobDirectory(directory.root(), location),
        input,
        linesPerSecond,
        batchInterval,
        steps,
        clockOffset,
        conditions);
  }

  /** The same with a slower or faster sender. */
  public JobSpec atLinesPerSecond(int lines) {
    return new JobSpec(
        job, jar, directory, input, lines, batchInterval, steps, clockOffset, conditions);
  }

  /** The same with another batch interval. */
  public JobSpec every(Duration interval) {
    return new JobSpec(
        job, jar, directory, input, linesPerSecond, interval, steps, clockOffset, conditions);
  }

  /** The same with another plan for its steps. */
  public JobSpec with(StepPlan plan) {
    return new JobSpec(
        job, jar, directory, input, linesPerSecond, batchInterval, plan, clockOffset, conditions);
  }

  /** The same with another error of the wall clock. */
  public JobSpec withClockOff(Duration offset) {
    return new JobSpec(
        job, jar, directory, input, linesPerSecond, batchInterval, steps, offset, conditions);
  }

  /** The same under other conditions. */
  public JobSpec under(Class<? extends LifeConditions> type) {
    return new JobSpec(
        job,
        jar,
        directory,
        input,
        linesPerSecond,
        batchInterval,
        steps,
        clockOffset,
        type.getName());
  }

  /** The arguments of {@link JobMain}. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("job=" + job);
    jar.ifPresent(file -> arguments.add("jar=" + file));
    arguments.add("directory=" + directory.root());
    arguments.add("files=" + directory.files());
    arguments.add("input=" + input);
    arguments.add("rate=" + linesPerSecond);
    arguments.add("interval=" + batchInterval.toMillis());
    steps.end().ifPresent(point -> arguments.add("end=" + point));
    arguments.add("lose=" + steps.losesUnforced());
    arguments.add("delay=" + steps.forceDelay().toNanos());
    steps.trace().ifPresent(file -> arguments.add("trace=" + file.toAbsolutePath()));
    arguments.add("clock=" + clockOffset.toMillis());
    arguments.add("conditions=" + conditions);
    return arguments;
  }

  /** Reads what {@link #toArguments} writes. */
  static JobSpec parse(String... arguments) {
    Map<String, String> given = new TreeMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new ConfigurationException("'" + argument + "' is not of the form name=value.");
      }
      given.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    StepPlan plan =
        new StepPlan(
            Optional.ofNullable(given.get("end")).map(StepPoint::parse),
            Boolean.parseBoolean(given.getOrDefault("lose", "false")),
            Duration.ofNanos(Long.parseLong(given.getOrDefault("delay", "0"))),
            Optional.ofNullable(given.get("trace")).map(Path::of));
    String directory = require(given, "directory");
    return new JobSpec(
        require(given, "job"),
        Optional.ofNullable(given.get("jar")).map(Path::of),
        new JobDirectory(Path.of(directory), given.getOrDefault("files", directory)),
        Path.of(require(given, "input")),
        Integer.parseInt(given.getOrDefault("rate", "0")),
        Duration.ofMillis(Long.parseLong(given.getOrDefault("interval", "20"))),
        plan,
        Duration.ofMillis(Long.parseLong(given.getOrDefault("clock", "0"))),
        given.getOrDefault("conditions", LifeConditions.Normal.class.getName()));
  }

  private static String require(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new ConfigurationException("The argument " + name + "=... is missing.");
    }
    return value;
  }
}
