package io.holdfast.backend.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.Step;
import io.holdfast.backend.UserCodeException;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows by key beside a map, and whose row it is that a function fails on. */
class ShuffleTest {
  private static final long SEED = 20_261_123;
  private static final Step STEP = new Step("reduceByKey #1 (Job.java:3)");
  private static final int PARTITIONS = 3;
  private static final int BAD = 13;

  /** Keys that share their hashes with many others. */
  private record Crowded(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  private static int partitionOf(Object key) {
    return Math.floorMod(key.hashCode(), PARTITIONS);
  }

  private static <V, C> Shuffle<Object, V, C> shuffle(Aggregation<V, C> aggregation) {
    return new Shuffle<>(aggregation, STEP, PARTITIONS, ShuffleTest::partitionOf);
  }

  private static List<Pair<Object, Integer>> rows(SplittableRandom random, int count, int keys) {
    List<Pair<Object, Integer>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = random.nextInt(keys);
      rows.add(new Pair<>(number % 3 == 0 ? new Crowded(number) : "k" + number, i));
    }
    return rows;
  }

  private static <K, C> Map<K, C> map(Combined<K, C> table) {
    Map<K, C> map = new HashMap<>();
    table.forEach((key, value) -> assertEquals(null, map.put(key, value)));
    assertEquals(map.size(), table.size());
    map.forEach((key, value) -> assertEquals(value, table.get(key)));
    return map;
  }

  @Test
  void eachKeyHasItsValuesInTheirOrder() {
    SplittableRandom random = new SplittableRandom(SEED);
    Shuffle<Object, Integer, List<Integer>> shuffle = shuffle(new Aggregation.Grouping<>());
    for (int run = 0; run < 60; run++) {
      List<List<Combined<Object, List<Integer>>>> outputs = new ArrayList<>();
      Map<Object, List<Integer>> model = new HashMap<>();
      for (int task = 0; task < 3; task++) {
        List<Pair<Object, Integer>> rows =
            rows(random, random.nextInt(400), 1 + random.nextInt(200));
        rows.forEach(
            row -> model.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row.value()));
        outputs.add(shuffle.combined(rows::forEach));
      }
      Map<Object, List<Integer>> merged = new HashMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        int partition = i;
        map(shuffle.merged(outputs, i))
            .forEach(
                (key, values) -> {
                  assertEquals(partition, partitionOf(key));
                  merged.put(key, values);
                });
      }
      assertEquals(model, merged);
    }
  }

  @Test
  void rowsThatLieInTheirPartitionBecomeOneTable() {
    List<Pair<Object, Integer>> rows = rows(new SplittableRandom(SEED), 500, 40);
    Map<Object, Integer> model = new HashMap<>();
    rows.forEach(row -> model.merge(row.key(), row.value(), Integer::sum));
    Feed<Pair<Object, Integer>> feed = rows::forEach;
    assertEquals(
        model, map(shuffle(new Aggregation.Reducing<Integer>(Integer::sum)).gathered(feed)));
  }

  @Test
  void nothingMergesToNothing() {
    assertEquals(
        0, shuffle(new Aggregation.Reducing<Integer>(Integer::sum)).merged(List.of(), 0).size());
  }

  /** Who hands over records sets those aside on which it gets an error. */
  @Test
  void anErrorIsThatOfTheVeryRow() {
    List<Integer> setAside = new ArrayList<>();
    Feed<Pair<Object, Integer>> feed =
        out -> {
          setAside.clear();
          for (int i = 0; i < 200; i++) {
            try {
              out.accept(new Pair<>("k" + i % 2, i));
            } catch (UserCodeException e) {
              String blamed = ", " + i + "]': java.lang.IllegalStateException: bad";
              assertTrue(e.getMessage().endsWith(blamed), e::getMessage);
              setAside.add(i);
            }
          }
        };
    Aggregation.Reducing<Integer> sum = new Aggregation.Reducing<>(ShuffleTest::sumOfGood);
    Combined<Object, Integer> table = shuffle(sum).gathered(feed);
    assertEquals(List.of(BAD, 10 * BAD), setAside);
    assertEquals(199 * 100 - 11 * BAD, table.get("k0") + table.get("k1"));
  }

  @Test
  void whatReturnsNullIsAnErrorOfItsRow() {
    Feed<Pair<Object, Integer>> feed =
        out -> {
          for (int i = 0; i < 40; i++) {
            out.accept(new Pair<>("k", i));
          }
        };
    Aggregation.Reducing<Integer> broken =
        new Aggregation.Reducing<>((left, right) -> right == BAD ? null : left);
    UserCodeException error =
        assertThrows(UserCodeException.class, () -> shuffle(broken).combined(feed));
    assertEquals(
        STEP.label() + " returned null for '[0, 13]'",
        error.getMessage().substring(0, error.getMessage().indexOf(';')));
  }

  private static Integer sumOfGood(Integer left, Integer right) {
    if (right == BAD || right == 10 * BAD) {
      throw new IllegalStateException("bad");
    }
    return left + right;
  }
}
