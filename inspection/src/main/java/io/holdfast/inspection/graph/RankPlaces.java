package io.holdfast.inspection.graph;

import io.holdfast.inspection.graph.Layout.Item;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Gives the items of ordered ranks their places from left to right: as near to the mean of those
 * that they are joined to as the order and the gaps between them allow.
 */
final class RankPlaces {
  private static final double GAP = 26;
  private static final int SWEEPS = 16;

  private RankPlaces() {}

  static void place(List<List<Item>> rows) {
    for (List<Item> row : rows) {
      double x = 0;
      for (Item item : row) {
        item.x = x + item.width / 2;
        x += item.width + GAP;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean last = sweep + 1 == SWEEPS;
      if (sweep % 2 == 0) {
        rows.forEach(row -> settle(row, item -> item.above));
      } else {
        for (int rank = rows.size() - 1; rank >= 0; rank--) {
          settle(rows.get(rank), last ? RankPlaces::both : item -> item.below);
        }
      }
    }
  }

  private static List<Item> both(Item item) {
    return Stream.concat(item.above.stream(), item.below.stream()).toList();
  }

  /**
   * Moves a row to where it wants to be: the places with the least sum of squared distances among
   * all that keep the order and the gaps. Neighbours that push each other become one group, which
   * goes to the mean of what its members want.
   */
  private static void settle(List<Item> row, Function<Item, List<Item>> neighbours) {
    double[] offset = new double[row.size()];
    double[] sum = new double[row.size()];
    int[] size = new int[row.size()];
    int groups = 0;
    for (int i = 0; i < row.size(); i++) {
      Item item = row.get(i);
      if (i > 0) {
        offset[i] = offset[i - 1] + (row.get(i - 1).width + item.width) / 2 + GAP;
      }
      double wanted =
          neighbours.apply(item).stream().mapToDouble(other -> other.x).average().orElse(item.x);
      sum[groups] = wanted - offset[i];
      size[groups] = 1;
      groups++;
      while (groups > 1 && mean(sum, size, groups - 2) > mean(sum, size, groups - 1)) {
        sum[groups - 2] += sum[groups - 1];
        size[groups - 2] += size[groups - 1];
        groups--;
      }
    }
    int item = 0;
    for (int group = 0; group < groups; group++) {
      double base = mean(sum, size, group);
      for (int i = 0; i < size[group]; i++) {
        row.get(item).x = base + offset[item];
        item++;
      }
    }
  }

  private static double mean(double[] sum, int[] size, int group) {
    return sum[group] / size[group];
  }
}
