package io.holdfast.inspection.graph;

import io.holdfast.inspection.graph.Layout.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Orders the ranks of a layout so that few edges cross: each item is moved to the mean of those
 * that it is joined to, down the ranks and up again, and the best order seen is kept.
 */
final class RankOrder {
  private static final int SWEEPS = 12;

  private RankOrder() {}

  static void improve(List<List<Item>> rows) {
    List<List<Item>> best = copy(rows);
    long least = crossings(rows);
    for (int sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
      if (sweep % 2 == 0) {
        for (int rank = 1; rank < rows.size(); rank++) {
          sort(rows.get(rank), rows.get(rank - 1), item -> item.above);
        }
      } else {
        for (int rank = rows.size() - 2; rank >= 0; rank--) {
          sort(rows.get(rank), rows.get(rank + 1), item -> item.below);
        }
      }
      long now = crossings(rows);
      if (now < least) {
        least = now;
        best = copy(rows);
      }
    }
    for (int rank = 0; rank < rows.size(); rank++) {
      rows.set(rank, best.get(rank));
    }
  }

  private static List<List<Item>> copy(List<List<Item>> rows) {
    List<List<Item>> copy = new ArrayList<>();
    rows.forEach(row -> copy.add(new ArrayList<>(row)));
    return copy;
  }

  private static Map<Item, Integer> positions(List<Item> row) {
    Map<Item, Integer> positions = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      positions.put(row.get(i), i);
    }
    return positions;
  }

  private static void sort(
      List<Item> row, List<Item> fixed, Function<Item, List<Item>> neighbours) {
    Map<Item, Integer> there = positions(fixed);
    Map<Item, Integer> here = positions(row);
    Map<Item, Double> wanted = new HashMap<>();
    for (Item item : row) {
      wanted.put(
          item,
          neighbours.apply(item).stream().mapToInt(there::get).average().orElse(here.get(item)));
    }
    row.sort(Comparator.comparing(wanted::get));
  }

  /** How many pairs of edges cross between neighbouring ranks. */
  static long crossings(List<List<Item>> rows) {
    long crossings = 0;
    for (int rank = 0; rank + 1 < rows.size(); rank++) {
      Map<Item, Integer> below = positions(rows.get(rank + 1));
      int[] tree = new int[rows.get(rank + 1).size() + 1];
      int seen = 0;
      for (Item item : rows.get(rank)) {
        int[] ends = item.below.stream().mapToInt(below::get).sorted().toArray();
        for (int end : ends) {
          crossings += seen - count(tree, end + 1);
        }
        for (int end : ends) {
          add(tree, end + 1);
          seen++;
        }
      }
    }
    return crossings;
  }

  /** A Fenwick tree: how many are at or below a place. */
  private static int count(int[] tree, int place) {
    int sum = 0;
    for (int i = place; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }

  private static void add(int[] tree, int place) {
    for (int i = place; i < tree.length; i += i & -i) {
      tree[i]++;
    }
  }
}
