package io.holdfast.engine.graph;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.KeyedRdd;
import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.Rdd.NarrowRdd;
import io.holdfast.backend.Step;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StorageLevel;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.MapPartitionsFunction;
import io.holdfast.stream.function.Partitioner;
import io.holdfast.stream.function.ReduceFunction;
import io.holdfast.stream.function.TransformFunction;
import io.holdfast.stream.function.TransformWithFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The operators of the API that need no state, and how rows arrive at those that do. */
public final class Operators {
  private static final Integer ALL = 0;

  private Operators() {}

  /** One record at a time. */
  public record Narrow(NarrowOp<?, ?> op) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return new NarrowRdd<>(parents.get(0), untyped(op), step);
    }

    @Override
    public List<Serializable> functions() {
      return op.functions();
    }

    @SuppressWarnings("unchecked") // DStream has checked what it takes
    private static NarrowOp<Object, Object> untyped(NarrowOp<?, ?> op) {
      return (NarrowOp<Object, Object>) op;
    }
  }

  /** One partition at a time. */
  public record Partitions<T, R>(MapPartitionsFunction<T, R> function) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return new Rdd.PartitionsRdd<>(Operators.<T>typed(parents.get(0)), function, step);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** The rows of each partition as one list. */
  public record Glom() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return new Rdd.PartitionsRdd<>(
          parents.get(0), rows -> List.of(listOf(rows)).iterator(), step);
    }
  }

  /** The rows of all. */
  public record Union() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return new Rdd.UnionRdd<>(parents);
    }
  }

  /** The same rows in so many partitions. */
  public record Repartition(int partitions) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return parents.get(0).repartition(partitions);
    }
  }

  /** Rows that are computed once in a batch, and where they are kept. */
  public record Persist(StorageLevel level) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return new Rdd.KeptRdd<>(parents.get(0), level, step);
    }
  }

  /** How many rows; one row in every batch that has input, also if it is 0. */
  public record Count() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      Rdd<Pair<Integer, Long>> zero = Rdd.of(List.of(new Pair<>(ALL, 0L)));
      Rdd<Pair<Integer, Long>> count = counted(parents.get(0), step).union(zero);
      return value(new KeyedRdd<>(count, step).reduceByKey(Long::sum), step);
    }

    @Override
    public Operator withoutInput() {
      return new CountIfAny();
    }
  }

  /** How many rows; no row if there are none. */
  private record CountIfAny() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return value(counted(parents.get(0), step), step);
    }
  }

  /** How many rows, under one key; none if there are none. */
  public record Counted() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return counted(parents.get(0), step);
    }
  }

  /** All rows reduced to one, under one key. */
  public record Reduced<T>(ReduceFunction<T> function) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return all(Operators.<T>typed(parents.get(0)), step).reduceByKey(function);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** What stands under the one key. */
  public record Value() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return value(Operators.<Pair<Integer, Object>>typed(parents.get(0)), step);
    }
  }

  /** The rows as they are. */
  public record AsTheyAre() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return parents.get(0);
    }
  }

  /** All keys of the state that the parent is. */
  public record StateRows() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return new Rdd.StateRowsRdd<>((Rdd.StatefulRdd<?, ?>) parents.get(0));
    }
  }

  /** How often each row is there. */
  public record CountByValue() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      Rdd<Pair<Object, Long>> ones = mapped(parents.get(0), row -> new Pair<>(row, 1L), step);
      return new KeyedRdd<>(ones, step).reduceByKey(Long::sum);
    }
  }

  /** All rows reduced to one; none if there are none. */
  public record Reduce<T>(ReduceFunction<T> function) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return value(all(Operators.<T>typed(parents.get(0)), step).reduceByKey(function), step);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** The values of each key brought together. */
  public record Aggregate<V, C>(Aggregation<V, C> aggregation) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return Operators.<Object, V>keyed(parents.get(0), step).aggregate(aggregation);
    }

    @Override
    public List<Serializable> functions() {
      return aggregation.functions();
    }
  }

  /** Rows where the user's partitioner wants them. */
  public record PartitionBy<K>(Partitioner<K> partitioner, int partitions) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return Operators.<K, Object>keyed(parents.get(0), step).partitionBy(partitioner, partitions);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(partitioner);
    }
  }

  /** The values of each key on both sides. */
  public record CoGroup() implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return keyed(parents.get(0), step).cogroup(Operators.typed(parents.get(1)));
    }
  }

  /** A join; which sides may miss. */
  public record Join(boolean leftMayMiss, boolean rightMayMiss) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return keyed(parents.get(0), step)
          .joined(Operators.typed(parents.get(1)), leftMayMiss, rightMayMiss);
    }
  }

  /** What the user's function describes. */
  public record Transform<T, R>(TransformFunction<T, R> function) implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return step.call(() -> function.apply(typed(parents.get(0))), "a batch");
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** The same with two streams. */
  public record TransformWith<T, U, R>(TransformWithFunction<T, U, R> function)
      implements Operator {
    @Override
    public Rdd<?> describe(List<Rdd<Object>> parents, Step step) {
      return step.call(
          () -> function.apply(typed(parents.get(0)), typed(parents.get(1))), "two batches");
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  private static <T> List<T> listOf(Iterator<T> rows) {
    List<T> list = new ArrayList<>();
    rows.forEachRemaining(list::add);
    return list;
  }

  private static Rdd<Pair<Integer, Long>> counted(Rdd<Object> rows, Step step) {
    return all(rows, step).combineByKey(row -> 1L, (count, row) -> count + 1, Long::sum);
  }

  private static <T> KeyedRdd<Integer, T> all(Rdd<T> rows, Step step) {
    return new KeyedRdd<>(mapped(rows, row -> new Pair<>(ALL, row), step), step);
  }

  private static <V> Rdd<V> value(Rdd<Pair<Integer, V>> single, Step step) {
    return mapped(single, Pair::value, step);
  }

  private static <T, R> Rdd<R> mapped(Rdd<T> rows, MapFunction<T, R> function, Step step) {
    return new NarrowRdd<>(rows, new NarrowOp.MapOp<>(function), step);
  }

  private static <K, V> KeyedRdd<K, V> keyed(Rdd<Object> rows, Step step) {
    return new KeyedRdd<>(typed(rows), step);
  }

  @SuppressWarnings("unchecked") // DStream and PairDStream have checked it at the definition
  private static <T> Rdd<T> typed(Rdd<Object> rows) {
    return (Rdd<T>) rows;
  }
}
