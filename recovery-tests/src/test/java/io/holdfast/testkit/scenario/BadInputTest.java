package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.InUseException;
import io.holdfast.source.QueueSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the API is given and cannot take: each is refused with a text that says what and how else.
 * What only shows when the job runs names the operation and its line; what is wrong at the
 * definition is thrown there.
 */
class BadInputTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What a job may not hold on to. */
  private static final class Connection {
    private final Socket socket = new Socket();

    private String fetch(String key) {
      return key + socket;
    }
  }

  private static Arguments wrong(String expected, Function<DStream<String>, DStream<?>> chain) {
    return Arguments.of(expected, Named.of(expected, chain));
  }

  static Stream<Arguments> whileRunning() {
    return Stream.of(
        wrong("map #2 LINE returned null for 'a'", lines -> lines.map(line -> null)),
        wrong(
            "flatMap #2 LINE returned null for 'a'",
            lines -> lines.flatMap(line -> Arrays.asList(line, null))),
        wrong(
            "reduceByKey #3 LINE: the key of Pair[key=null, value=a] is null. Give every row",
            lines ->
                lines
                    .mapToPair(line -> new Pair<String, String>(null, line))
                    .reduceByKey((a, b) -> a)),
        wrong(
            "groupByKey #3 LINE: keys are arrays (byte[])",
            lines -> lines.mapToPair(line -> new Pair<>(new byte[1], line)).groupByKey()),
        wrong(
            "updateStateByKey 'state' LINE: keys are arrays (String[])",
            lines ->
                lines
                    .mapToPair(line -> new Pair<>(new String[] {line}, 1L))
                    .<Long>updateStateByKey("state", (ones, before) -> Optional.of(1L))),
        wrong(
            "countByValue #3 LINE: keys are arrays (char[])",
            lines -> lines.map(String::toCharArray).countByValue()),
        wrong(
            "join #4 LINE: keys are of "
                + Connection.class.getName()
                + ", which has no equals and hashCode of its own",
            lines -> {
              var pairs = lines.mapToPair(line -> new Pair<>(new Connection(), line));
              return pairs.join(pairs.cache());
            }));
  }

  @ParameterizedTest
  @MethodSource("whileRunning")
  void whatShowsWhileTheJobRunsNamesTheLine(
      String expected, Function<DStream<String>, DStream<?>> chain) {
    Scenario scenario =
        new Scenario(
            1,
            life -> new Job(chain),
            (places, records) -> Optional.empty(),
            Map.of("lines", List.of("a")),
            Delivery.NORMAL,
            Settings.SMALL,
            List.of(),
            List.of());
    Life life = new Life(scenario, Site.fresh(scenario, Conditions.NORMAL), 1, Conditions.NORMAL);
    life.start();
    String message = assertThrows(HoldfastException.class, life::runToEnd).getMessage();
    life.kill();
    String site = message.replaceAll("\\(BadInputTest.java:\\d+\\)", "LINE");
    assertTrue(site.contains(expected), message);
  }

  /** Also what is captured by what is captured; found at the start, before anything runs. */
  @Test
  void whatAFunctionCapturesIsNamedWithItsWay(@TempDir Path directory) {
    Connection connection = new Connection();
    Map<String, List<Connection>> pool = Map.of("pool", List.of(connection));
    StreamingContext context =
        context(
            directory,
            lines -> lines.map(line -> line + pool.get("pool").get(0).fetch(line)).print());
    String message = assertThrows(ConfigurationException.class, context::start).getMessage();
    assertTrue(
        message.matches("(?s)map #2 \\(BadInputTest.java:\\d+\\) holds what cannot be kept.*"),
        message);
    assertTrue(message.contains("java.net.Socket cannot be written"), message);
    assertTrue(
        message.contains(
            "found in: field 'socket' of " + Connection.class.getName() + ", in element 0 of "),
        message);
    assertTrue(message.contains("in value of key 'pool' in "), message);
    assertTrue(message.contains("in captured value 1 ("), message);
    assertTrue(message.contains("way out: "), message);
  }

  @Test
  void whatAFunctionOfAnOutputCapturesIsNamed(@TempDir Path directory) {
    Connection connection = new Connection();
    StreamingContext context =
        context(
            directory,
            lines -> lines.foreachRdd("sent", (rows, txn) -> rows.forEach(connection::fetch)));
    String message = assertThrows(ConfigurationException.class, context::start).getMessage();
    assertTrue(message.startsWith("foreachRdd 'sent' holds what cannot be kept"), message);
    assertTrue(message.contains("field 'socket' of " + Connection.class.getName()), message);
  }

  private static StreamingContext context(Path directory, Consumer<DStream<String>> definition) {
    return StreamingContext.getOrCreate(
        StreamingConfig.builder("bad", directory.resolve("app")).batchInterval(SECOND).build(),
        job -> definition.accept(job.receiverStream("lines", QueueSource.text())));
  }

  @Test
  void whatIsWrongAtTheDefinitionIsThrownThere(@TempDir Path directory) {
    List<DStream<String>> defined = new ArrayList<>();
    StreamingContext context = context(directory, defined::add);
    DStream<String> lines = defined.get(0);
    refused(
        "window 'w': a slide of PT1.5S is no multiple of PT1S",
        () -> lines.window("w", SECOND, Duration.ofMillis(1500)));
    refused(
        "countByWindow 'w': a length of PT0.1S",
        () -> lines.countByWindow("w", SECOND.dividedBy(10), SECOND));
    refused("remember 'r': a length of PT0.1S", () -> lines.remember("r", SECOND.dividedBy(10)));
    refused("The state name 'null' is not usable", () -> lines.window(null, SECOND));
    refused("The output name '' is not usable", () -> lines.foreachRdd("", (rows, txn) -> {}));
    refused(
        "The input stream name '../x' is not usable",
        () -> context.receiverStream("../x", QueueSource.text()));
    refused(
        "Two input streams are named 'lines'",
        () -> context.receiverStream("lines", QueueSource.text()));
    refused("The job has no output", () -> context.start());
    lines.foreachRdd("out", (rows, txn) -> {});
    refused("Two outputs are named 'out'", () -> lines.foreachRdd("out", (rows, txn) -> {}));
    lines.remember("rows", SECOND);
    refused("Two states are named 'rows'", () -> lines.window("rows", SECOND));
    refused("repartition(0)", () -> lines.repartition(0));
    context.start();
    refused("The context has started; its graph", () -> lines.map(line -> line));
    refused("The context has started; its graph", () -> lines.remember("late", SECOND));
    refused("The context has started; its graph", () -> lines.print());
    refused("The context has been started before", () -> context.start());
    assertEquals(0, context.stop(SECOND).leftOver());
  }

  /** The first line of the stack that is not the product's is here, in the calling method. */
  private static void refused(String beginning, Executable definition) {
    ConfigurationException refused = assertThrows(ConfigurationException.class, definition);
    assertTrue(refused.getMessage().startsWith(beginning), refused::getMessage);
    StackTraceElement caller =
        Stream.of(refused.getStackTrace())
            .filter(
                at ->
                    !at.getClassName().startsWith("io.holdfast.stream.")
                        && !at.getClassName().startsWith("io.holdfast.engine."))
            .findFirst()
            .orElseThrow();
    assertTrue(caller.getMethodName().contains("whatIsWrongAtTheDefinition"), caller::toString);
  }

  @Test
  void theSecondContextOnADirectoryIsRefused(@TempDir Path directory) {
    StreamingContext first = context(directory, DStream::print);
    first.start();
    StreamingContext second = context(directory, DStream::print);
    String message = assertThrows(InUseException.class, second::start).getMessage();
    assertTrue(message.startsWith("Another driver runs on this application directory: "), message);
    assertTrue(message.contains(directory.resolve("app").toString()), message);
    assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
    assertTrue(message.contains("Stop it first, or give this job a directory of its own"), message);
    assertEquals(0, first.stop(SECOND).leftOver());
    // The refused one has taken nothing away.
    StreamingContext third = context(directory, DStream::print);
    third.start();
    assertEquals(0, third.stop(SECOND).leftOver());
  }

  private record Job(Function<DStream<String>, DStream<?>> chain) implements StreamingJob {
    @Override
    public String name() {
      return "bad-input";
    }

    @Override
    public void define(StreamingContext context) {
      chain
          .apply(context.receiverStream("lines", new AnySource()))
          .foreachRdd("out", (rows, txn) -> {});
    }
  }
}
