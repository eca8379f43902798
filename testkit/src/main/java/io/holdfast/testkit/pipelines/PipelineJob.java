package io.holdfast.testkit.pipelines;

import io.holdfast.backend.Rdd;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A chain of operations over two streams. The job also writes what each batch has read, so that its
 * model computes what each batch had to write, whatever the batches were.
 *
 * @param seed decides the second stream of each operation
 * @param source of both streams; a simulation puts senders of its own in its place
 */
public record PipelineJob(
    long seed, List<Operation> operations, ReceiverSource<String> source, TextFileSink sink)
    implements ModelledJob {
  private static final String OUT = "out";
  private static final String TICKS = "ticks";

  /** One to {@code most} operations, all of them drawn. */
  public static List<Operation> random(long seed, int most) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Operation> all = Operation.all();
    int length = 1 + random.nextInt(most);
    return IntStream.range(0, length).mapToObj(i -> all.get(random.nextInt(all.size()))).toList();
  }

  @Override
  public String name() {
    return "pipeline";
  }

  @Override
  public List<String> streams() {
    return List.of("left", "right");
  }

  @Override
  public void define(StreamingContext context) {
    PairDStream<String, Long> left = input(context, "left");
    PairDStream<String, Long> right = input(context, "right");
    Duration interval = context.batchInterval();
    long millis = interval.toMillis();
    left.count()
        .transform(count -> count.union(Rdd.of(List.of(0L))))
        .reduce(Long::sum)
        .map(rows -> String.valueOf(millis))
        .writeTo(TICKS, sink);
    PairDStream<String, Long> flow = left;
    Duration unit = interval;
    for (int i = 0; i < operations.size(); i++) {
      PairDStream<String, Long> other = takesRight(i) ? right : left;
      if (!unit.equals(interval)) {
        other = other.window("other-" + i, unit, unit);
      }
      flow = operations.get(i).define(flow, new Operation.Other(other, "state-" + i, unit));
      unit = unit.multipliedBy(operations.get(i).slide());
    }
    flow.map(PipelineJob::text).writeTo(OUT, sink);
  }

  private PairDStream<String, Long> input(StreamingContext context, String name) {
    PairDStream<String, Long> pairs =
        context.receiverStream(name, source).mapToPair(PipelineJob::parsed);
    pairs.map(PipelineJob::text).writeTo(name + "-in", sink);
    return pairs;
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    Map<String, Map<BatchTime, List<String>>> outputs = new TreeMap<>();
    for (String output : List.of("left-in", "right-in", TICKS, OUT)) {
      outputs.put(output, byBatch(output, places));
    }
    for (String stream : streams()) {
      List<String> read =
          outputs.get(stream + "-in").values().stream().flatMap(List::stream).sorted().toList();
      List<String> sent =
          records.get(stream).stream().map(PipelineJob::parsed).map(PipelineJob::text).toList();
      if (!read.equals(sent.stream().sorted().toList())) {
        return Optional.of("of '" + stream + "' was sent " + sent + ", but read " + read);
      }
    }
    return wrongBatch(outputs);
  }

  /** Every batch has its tick, also one without input. */
  private Optional<String> wrongBatch(Map<String, Map<BatchTime, List<String>>> outputs) {
    PipelineModel model = new PipelineModel(operations, this::takesRight);
    Set<BatchTime> unexpected = new TreeSet<>(outputs.get(OUT).keySet());
    for (Map.Entry<BatchTime, List<String>> tick : outputs.get(TICKS).entrySet()) {
      BatchTime batch = tick.getKey();
      unexpected.remove(batch);
      List<Pair<String, Long>> left = rows(outputs.get("left-in"), batch);
      List<Pair<String, Long>> right = rows(outputs.get("right-in"), batch);
      long interval = Long.parseLong(tick.getValue().get(0));
      boolean input = !left.isEmpty() || !right.isEmpty();
      List<String> expected =
          model.next(new Model.Tick(batch.epochMillis(), interval, input), left, right).stream()
              .map(PipelineJob::text)
              .sorted()
              .toList();
      List<String> found = outputs.get(OUT).getOrDefault(batch, List.of());
      if (!found.stream().sorted().toList().equals(expected)) {
        return Optional.of(
            operations + ", batch " + batch + ": expected " + expected + ", found " + found);
      }
    }
    return unexpected.isEmpty()
        ? Optional.empty()
        : Optional.of("output of batches that had no tick: " + unexpected);
  }

  private boolean takesRight(int operation) {
    return (seed >> operation & 1) == 0;
  }

  private Map<BatchTime, List<String>> byBatch(String output, Function<String, Storage> places) {
    Map<BatchTime, List<String>> batches = new TreeMap<>();
    for (CommittedRow row : sink.committedRows(output, places).orElseThrow()) {
      batches.computeIfAbsent(row.batch(), batch -> new ArrayList<>()).add(row.row());
    }
    return batches;
  }

  private static List<Pair<String, Long>> rows(
      Map<BatchTime, List<String>> batches, BatchTime batch) {
    return batches.getOrDefault(batch, List.of()).stream().map(PipelineJob::parsedRow).toList();
  }

  /** The first word and how many letters there are. */
  private static Pair<String, Long> parsed(String line) {
    return new Pair<>(line.substring(0, line.indexOf(' ')), (long) line.length());
  }

  private static Pair<String, Long> parsedRow(String row) {
    return new Pair<>(
        row.substring(0, row.indexOf(' ')), Long.valueOf(row.substring(row.indexOf(' ') + 1)));
  }

  private static String text(Pair<String, Long> pair) {
    return pair.key() + " " + pair.value();
  }
}
