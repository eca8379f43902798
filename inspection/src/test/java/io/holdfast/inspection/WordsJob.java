package io.holdfast.inspection;

import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.rehearsal.ScratchStorage;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.SourceChoice;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job as users have one: classes in a jar, of which there are versions. Each is compiled when it
 * is asked for, and may be run in simulated time on real files.
 */
public final class WordsJob {
  /** Class of the job. */
  public static final String CLASS = "com.example.Words";

  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final long MAX_STEPS = 400_000;
  private static final int LINES = 300;

  private final Path root;
  private final Map<String, String> sources = new LinkedHashMap<>();

  private WordsJob(Path root) {
    this.root = root;
    sources.put(
        "Words",
        """
        package com.example;

        import io.holdfast.sink.TextFileSink;
        import io.holdfast.source.SocketTextSource;
        import io.holdfast.stream.*;
        import java.time.Duration;
        import java.util.*;

        public class Words implements StreamingJob {
          @Override public String name() { return "words"; }

          @Override public void configure(StreamingConfig.Builder config) {
            config.batchInterval(Duration.ofMillis(10)).blockInterval(Duration.ofMillis(3));
            config.parallelism(2).register(1000, Total.class);
          }

          @Override public void define(StreamingContext context) {
            DStream<String> lines =
                context.receiverStream("lines", new SocketTextSource("localhost", 1));
            PairDStream<String, Total> totals =
                lines.flatMap(new Split()).mapToPair(word -> new Pair<>(word, 1L))
                    .updateStateByKey("totals", new Add());
            totals.map(new Show()).writeTo("totals", TextFileSink.to("@ROOT@/out"));
            lines.filter(new Long_()).writeTo("long-lines", TextFileSink.to("@ROOT@/out"));
          }
        }
        """);
    sources.put("Total", "package com.example; public record Total(int count, String word) {}");
    function(
        "Split",
        "FlatMapFunction<String, String>",
        "Iterable<String> apply(String line)",
        "Arrays.asList(line.split(\" \"))");
    function(
        "Show",
        "MapFunction<Pair<String, Total>, String>",
        "String apply(Pair<String, Total> p)",
        "p.key() + \" \" + p.value().count()");
    function("Long_", "FilterFunction<String>", "boolean test(String line)", "line.length() > 11");
    function(
        "Add",
        "UpdateFunction<Long, Total>",
        "Optional<Total> apply(List<Long> ones, Optional<Total> before)",
        "Optional.of(new Total(before.map(t -> t.count()).orElse(0) + ones.size(), \"x\"))");
  }

  private void function(String name, String type, String signature, String value) {
    sources.put(
        name,
        "package com.example;\nimport io.holdfast.stream.*;\n"
            + "import io.holdfast.stream.function.*;\nimport java.util.*;\n"
            + "public class "
            + name
            + " implements "
            + type
            + " {\n  @Override public "
            + signature
            + " { return "
            + value
            + "; }\n}\n");
  }

  /**
   * The first version.
   *
   * @param root holds the application's directory {@code app}, the output {@code out} and jars
   */
  public static WordsJob first(Path root) {
    return new WordsJob(root);
  }

  /** The same with another text in the source of a class. */
  public WordsJob with(String className, String from, String to) {
    WordsJob other = new WordsJob(root);
    other.sources.putAll(sources);
    String source = sources.get(className);
    if (!source.contains(from)) {
      throw new IllegalArgumentException(className + " has no " + from);
    }
    other.sources.put(className, source.replace(from, to));
    return other;
  }

  public Path app() {
    return root.resolve("app");
  }

  /** Compiles it and puts it into a jar; returns it as commands take it. */
  public String jar(String name) throws IOException {
    Path directory = Files.createDirectories(root.resolve("jars/" + name));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(List.of("--release", "17", "-cp", classPath(), "-d", classes.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = directory.resolve(source.getKey() + ".java");
      Files.writeString(file, source.getValue().replace("@ROOT@", root.toString()));
      arguments.add(file.toString());
    }
    StringWriter messages = new StringWriter();
    PrintWriter printer = new PrintWriter(messages);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    if (javac.run(printer, printer, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalArgumentException(messages.toString());
    }
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : found.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
    }
    return jar + "#" + CLASS;
  }

  /** Of what the job is compiled against. */
  private static String classPath() {
    return Stream.of(StreamingJob.class, Storage.class, KryoRegistrations.class)
        .map(
            type -> {
              try {
                return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Runs it in simulated time until a number of lines is acknowledged.
   *
   * @param jar as {@link #jar} gives it
   * @param kill whether it dies then, rather than stops
   */
  public void run(String jar, int lines, boolean kill) throws IOException {
    NumberedLines source = new NumberedLines(LINES);
    run(
        jar,
        new Sample(source),
        (scheduler, context) -> {
          scheduler.runUntil(() -> source.acknowledged() >= lines, MAX_STEPS);
          if (!kill) {
            CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
            scheduler.runUntil(stopped::isDone, MAX_STEPS);
          }
        });
  }

  /** Runs it on its own sources until these have nothing more. */
  public void runDrained(String jar) throws IOException {
    run(
        jar,
        SourceChoice.AS_DEFINED,
        (scheduler, context) -> {
          CompletableFuture<?> drained = context.stopWhenDrainedAsync();
          scheduler.runUntil(drained::isDone, MAX_STEPS);
        });
  }

  private void run(
      String jar, SourceChoice sources, BiConsumer<SimulatedScheduler, StreamingContext> life)
      throws IOException {
    Files.createDirectories(app());
    StreamingJob job = JobClasses.of(jar, List.of()).job();
    boolean again = Files.exists(app().resolve("identity"));
    SimulatedScheduler scheduler =
        new SimulatedScheduler(7, again ? START_MILLIS + 1_000_000 : START_MILLIS);
    try (Storage app = ScratchStorage.open(app())) {
      StreamingConfig.Builder config = StreamingConfig.builder(job.name(), app);
      job.configure(config);
      config
          .owner("a test")
          .log(LogOptions.DEFAULT.withSegmentBytes(4096))
          .retention(new RetentionPolicy(5, 1))
          .scheduler(scheduler)
          .sinkStorage(location -> ScratchStorage.open(Path.of(location)))
          .sources(sources);
      StreamingContext context = StreamingContext.getOrCreate(config.build(), job::define);
      context.start();
      life.accept(scheduler, context);
    }
    scheduler.close();
  }

  /** Lines in the place of what the job would connect to. */
  private record Sample(NumberedLines lines) implements SourceChoice {
    @Override
    @SuppressWarnings("unchecked") // the job's one stream is of lines
    public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
      return (ReceiverSource<T>) lines;
    }
  }
}
