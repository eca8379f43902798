package io.holdfast.testkit.process;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.testkit.job.SampleInput;
import io.holdfast.wal.storage.Storages;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs in a process: all that {@link JobMain} is told.
 *
 * @param job a {@link io.holdfast.stream.StreamingJob}, as {@link JobClasses#of} takes it: {@code
 *     app.jar#com.acme.MyJob}, or a class on the class path of the process
 * @param classPath jars with further classes of the job
 * @param directory where everything is kept
 * @param input a directory with a file of lines for each stream, as {@link SampleInput} reads it
 * @param own streams that keep the source that the job defines
 * @param linesPerSecond of each stream; 0 for as fast as they are taken
 * @param batchInterval between batches
 * @param steps what happens at the steps of this life
 * @param clockOffset added to the wall clock of this life
 * @param conditions class of the {@link LifeConditions}
 */
public record JobSpec(
    String job,
    List<Path> classPath,
    JobDirectory directory,
    Path input,
    Set<String> own,
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
        List.of(),
        new JobDirectory(directory.toAbsolutePath()),
        input.toAbsolutePath(),
        Set.of(),
        0,
        DEFAULT_INTERVAL,
        StepPlan.COUNT_ONLY,
        Duration.ZERO,
        LifeConditions.Normal.class.getName());
  }

  /** The same with another job, an upgrade of this one. */
  public JobSpec running(String upgrade) {
    return with(copy -> copy.job = upgrade);
  }

  /** The same with further jars of the job. */
  public JobSpec withClassPath(List<Path> jars) {
    return with(copy -> copy.classPath = jars.stream().map(Path::toAbsolutePath).toList());
  }

  /** The same with streams that keep the source that the job defines. */
  public JobSpec keepingSourcesOf(Set<String> streams) {
    return with(copy -> copy.own = streams);
  }

  /**
   * The same with the job's files at another place, such as {@code hdfs://host:port/path}.
   *
   * @param location as {@link Storages#open} takes it; what opens it has to be on the class path
   */
  public JobSpec keepingFilesAt(String location) {
    return with(copy -> copy.directory = new JobDirectory(directory.root(), location));
  }

  /** The same with a slower or faster sender. */
  public JobSpec atLinesPerSecond(int lines) {
    return with(copy -> copy.linesPerSecond = lines);
  }

  /** The same with another batch interval. */
  public JobSpec every(Duration interval) {
    return with(copy -> copy.batchInterval = interval);
  }

  /** The same with another plan for its steps. */
  public JobSpec with(StepPlan plan) {
    return with(copy -> copy.steps = plan);
  }

  /** The same with another error of the wall clock. */
  public JobSpec withClockOff(Duration offset) {
    return with(copy -> copy.clockOffset = offset);
  }

  /** The same under other conditions. */
  public JobSpec under(Class<? extends LifeConditions> type) {
    return with(copy -> copy.conditions = type.getName());
  }

  private JobSpec with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.spec();
  }

  /** The arguments of {@link JobMain}. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("job=" + job);
    arguments.add("classpath=" + joined(classPath));
    arguments.add("directory=" + directory.root());
    arguments.add("files=" + directory.files());
    arguments.add("input=" + input);
    arguments.add("own=" + joined(own));
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
        split(given, "classpath").map(Path::of).toList(),
        new JobDirectory(Path.of(directory), given.getOrDefault("files", directory)),
        Path.of(require(given, "input")),
        split(given, "own").collect(Collectors.toUnmodifiableSet()),
        Integer.parseInt(given.getOrDefault("rate", "0")),
        Duration.ofMillis(Long.parseLong(given.getOrDefault("interval", "20"))),
        plan,
        Duration.ofMillis(Long.parseLong(given.getOrDefault("clock", "0"))),
        given.getOrDefault("conditions", LifeConditions.Normal.class.getName()));
  }

  private static String joined(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<String> split(Map<String, String> given, String name) {
    return Stream.of(given.getOrDefault(name, "").split(File.pathSeparator, -1))
        .filter(value -> !value.isEmpty());
  }

  private static String require(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new ConfigurationException("The argument " + name + "=... is missing.");
    }
    return value;
  }

  /** What is changed of a specification on the way to another one. */
  private static final class Copy {
    private String job;
    private List<Path> classPath;
    private JobDirectory directory;
    private Path input;
    private Set<String> own;
    private int linesPerSecond;
    private Duration batchInterval;
    private StepPlan steps;
    private Duration clockOffset;
    private String conditions;

    Copy(JobSpec of) {
      job = of.job;
      classPath = of.classPath;
      directory = of.directory;
      input = of.input;
      own = of.own;
      linesPerSecond = of.linesPerSecond;
      batchInterval = of.batchInterval;
      steps = of.steps;
      clockOffset = of.clockOffset;
      conditions = of.conditions;
    }

    JobSpec spec() {
      return new JobSpec(
          job,
          classPath,
          directory,
          input,
          own,
          linesPerSecond,
          batchInterval,
          steps,
          clockOffset,
          conditions);
    }
  }
}
