package io.holdfast.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.KeyedRdd;
import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.Step;
import io.holdfast.backend.UserCodeException;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.stream.Pair;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where rows lie, how often they are computed, and what is said of functions that fail. */
final class LocalExecutionTest {
  private static final Step STEP = new Step("map #2 (Job.java:7)");
  private static final int PARTITIONS = 4;
  private static final Integer ZERO = 0;

  private final SpillSpace space =
      new SpillSpace(
          () -> new SimulatedDisk().storage(),
          new UUID(0, 7),
          1,
          KryoCodec.forRecords(KryoRegistrations.none()),
          100);

  private final LocalExecution execution =
      new LocalExecution(new Stages(Runnable::run), 2, new NoStates(), new Keeping(space));

  /** Keys by their hash; nothing is kept. */
  private record NoStates() implements BatchStates {
    @Override
    public int partitionCount() {
      return PARTITIONS;
    }

    @Override
    public int partitionOf(Object key) {
      return Math.floorMod(key.hashCode(), PARTITIONS);
    }

    @Override
    public Partition partition(String state, int partition) {
      throw new UnsupportedOperationException("no states here");
    }

    @Override
    public void forEach(String state, int partition, BiConsumer<Object, Object> action) {
      throw new AssertionError("there are no states");
    }
  }

  private record Key(int value) {}

  /** Without equals and hashCode. */
  private static final class Identity {
    @Override
    public String toString() {
      return "an identity";
    }
  }

  private <T> List<List<T>> partitions(Rdd<T> rdd) {
    return execution
        .<T, List<T>>run(
            rdd,
            (partition, rows) -> {
              List<T> all = new ArrayList<>();
              rows.forEach(all::add);
              return all;
            })
        .join();
  }

  private static Rdd<Integer> numbers(int count) {
    return Rdd.of(IntStream.range(0, count).boxed().toList());
  }

  private static Rdd<Pair<Key, Integer>> keyed(int count) {
    return numbers(count).mapToPair(number -> new Pair<>(new Key(number % 8), number));
  }

  @Test
  void repartitionSpreadsEvenlyAndWhatFollowsStays() {
    List<List<Integer>> rows = partitions(numbers(10).repartition(5).map(number -> number));
    assertEquals(List.of(2, 2, 2, 2, 2), rows.stream().map(List::size).toList());
  }

  @Test
  void aggregatedRowsLieByTheStatesRule() {
    List<List<Pair<Key, Integer>>> rows =
        partitions(Rdd.byKey(keyed(16)).reduceByKey(Integer::sum));
    assertEquals(PARTITIONS, rows.size());
    for (int i = 0; i < PARTITIONS; i++) {
      int partition = i;
      assertEquals(2, rows.get(i).size());
      rows.get(i)
          .forEach(row -> assertEquals(partition, Math.floorMod(row.key().hashCode(), PARTITIONS)));
    }
  }

  /** Two values of a key in one partition are still two after mapValues and flatMapValues. */
  @Test
  void placedRowsOfAKeyComeTogether() {
    Rdd<Pair<Key, Integer>> reduced = Rdd.byKey(keyed(16)).reduceByKey(Integer::sum);
    Rdd<Pair<Key, Integer>> twice =
        Rdd.byKey(reduced).flatMapValues(value -> List.of(value, value));
    List<Integer> sums =
        partitions(Rdd.byKey(twice).reduceByKey(Integer::sum)).stream()
            .flatMap(List::stream)
            .map(Pair::value)
            .sorted()
            .toList();
    assertEquals(List.of(16, 20, 24, 28, 32, 36, 40, 44), sums);
  }

  @Test
  void theUnionOfPlacedRowsIsPlaced() {
    Rdd<Pair<Key, Integer>> reduced = Rdd.byKey(keyed(16)).reduceByKey(Integer::sum);
    List<List<Pair<Key, Integer>>> rows =
        partitions(Rdd.byKey(reduced.union(reduced)).reduceByKey(Integer::sum));
    assertEquals(8, rows.stream().mapToInt(List::size).sum());
  }

  @Test
  void aPartitionerPlacesRows() {
    List<List<Pair<Key, Integer>>> rows =
        partitions(Rdd.byKey(keyed(16)).partitionBy((key, count) -> key.value() / 3, 3));
    assertEquals(List.of(6, 6, 4), rows.stream().map(List::size).toList());
  }

  @Test
  void aPartitionerOutOfRangeIsNamed() {
    Rdd<?> rdd = new KeyedRdd<>(keyed(16), STEP).partitionBy((key, count) -> key.value(), 3);
    assertEquals(
        "map #2 (Job.java:7): the partitioner gives partition 3 to key 'Key[value=3]'; there are 0"
            + " to 2.",
        failure(rdd).getMessage());
  }

  @Test
  void cachedRowsAreComputedOnce() {
    AtomicInteger calls = new AtomicInteger();
    Rdd<Integer> cached = numbers(5).map(number -> number + 0 * calls.incrementAndGet()).cache();
    assertEquals(10, partitions(cached.union(cached)).stream().mapToInt(List::size).sum());
    assertEquals(5, calls.get());
  }

  @Test
  void withoutCacheTheyAreComputedForEach() {
    AtomicInteger calls = new AtomicInteger();
    Rdd<Integer> rows = numbers(5).map(number -> number + 0 * calls.incrementAndGet());
    assertEquals(10, partitions(rows.union(rows)).stream().mapToInt(List::size).sum());
    assertEquals(10, calls.get());
  }

  private UserCodeException failure(Rdd<?> rdd) {
    CompletionException error = assertThrows(CompletionException.class, () -> partitions(rdd));
    return assertInstanceOf(UserCodeException.class, error.getCause());
  }

  private static <T, R> Rdd<R> step(Rdd<T> parent, NarrowOp<T, R> op) {
    return new Rdd.NarrowRdd<>(parent, op, STEP);
  }

  static Stream<Arguments> failures() {
    Rdd<Integer> one = Rdd.of(List.of(4));
    Iterator<Integer> breaking =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            throw new IllegalStateException("worn out");
          }
        };
    return Stream.of(
        arguments(
            step(one, new NarrowOp.MapOp<>(x -> x / ZERO)), "failed for '4': java.lang.Arith"),
        arguments(step(one, new NarrowOp.MapOp<>(x -> null)), "returned null for '4'; a stream"),
        arguments(
            step(one, new NarrowOp.FilterOp<>(x -> x / ZERO > 0)), "failed for '4': java.lang."),
        arguments(
            step(one, new NarrowOp.FlatMapOp<>(x -> () -> breaking)),
            "failed for '4': java.lang.IllegalStateException: worn out"),
        arguments(
            step(one, new NarrowOp.FlatMapOp<>(x -> Arrays.asList(1, null))),
            "returned null for '4'"),
        arguments(
            new Rdd.PartitionsRdd<>(one, rows -> null, STEP),
            "returned null for 'a partition of 1 rows'"),
        arguments(
            new KeyedRdd<>(one.mapToPair(x -> new Pair<>(null, x)), STEP).groupByKey(),
            "the key of Pair[key=null, value=4] is null"),
        arguments(
            new KeyedRdd<>(one.mapToPair(x -> new Pair<>(new int[] {x}, x)), STEP).groupByKey(),
            "keys are arrays (int[])"),
        arguments(
            new KeyedRdd<>(one.mapToPair(x -> new Pair<>(new Identity(), x)), STEP).groupByKey(),
            "has no equals and hashCode of its own"),
        arguments(
            new KeyedRdd<>(Rdd.of(List.of(new Pair<>(1, 1), new Pair<>(1, 2))), STEP)
                .reduceByKey((a, b) -> a / ZERO),
            "failed for '[1, 2]': java.lang.ArithmeticException"));
  }

  private static Arguments arguments(Rdd<?> rdd, String part) {
    return Arguments.of(rdd, part);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theErrorNamesTheOperationAndTheRecord(Rdd<?> rdd, String part) {
    String message = Objects.requireNonNull(failure(rdd).getMessage());
    assertEquals(STEP.label(), message.substring(0, STEP.label().length()));
    assertTrue(message.contains(part), message);
  }

  /** The sink's error, or the engine's, is not taken for one of the function before it. */
  @Test
  void whatFailsBehindAFunctionIsNotTheFunctions() {
    Rdd<Integer> mapped = step(Rdd.of(List.of(4)), new NarrowOp.MapOp<Integer, Integer>(x -> x));
    CompletionException error =
        assertThrows(
            CompletionException.class,
            () ->
                execution
                    .run(
                        step(mapped, new NarrowOp.FlatMapOp<Integer, Integer>(List::of)),
                        (partition, rows) -> {
                          rows.forEach(
                              row -> {
                                throw new IllegalStateException("disk");
                              });
                          return partition;
                        })
                    .join());
    assertInstanceOf(IllegalStateException.class, error.getCause());
  }
}
