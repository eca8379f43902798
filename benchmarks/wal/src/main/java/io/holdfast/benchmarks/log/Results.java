package io.holdfast.benchmarks.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of all turns. The machine gets faster and slower while they run, so what is compared
 * is compared turn by turn, and only then the median is taken.
 */
final class Results {
  private final Map<Cell, List<Double>> turns = new LinkedHashMap<>();

  /** Adds the figure of the next turn. */
  void add(Cell cell, double value) {
    turns.computeIfAbsent(cell, c -> new ArrayList<>()).add(value);
  }

  Set<Cell> cells() {
    return turns.keySet();
  }

  /** By turn. */
  List<Double> values(Cell cell) {
    return turns.getOrDefault(cell, List.of());
  }

  Spread spread(Cell cell) {
    return Spread.of(values(cell));
  }

  /** Of each turn in which both were measured: {@code cell} divided by {@code base}. */
  List<Double> ratios(Cell cell, Cell base) {
    List<Double> of = values(cell);
    List<Double> to = values(base);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(of.size(), to.size()); i++) {
      ratios.add(of.get(i) / to.get(i));
    }
    return ratios;
  }
}
