package io.holdfast.testkit.prove;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that fit many outputs. Columns are separated by tabs and counted from 1. */
public final class Checks {
  private Checks() {}

  /**
   * No value comes twice.
   *
   * @param column that has to be unique; 0 for the whole row
   */
  public static OutputCheck unique(String output, int column) {
    return job -> {
      Set<String> seen = new HashSet<>();
      return job.rows(output).stream()
          .map(row -> column(row, column))
          .filter(value -> !seen.add(value))
          .findFirst()
          .map(value -> "output '" + output + "' has '" + value + "' more than once");
    };
  }

  /** The sum of a column is a number that the input decides. */
  public static OutputCheck sum(String output, int column, BigDecimal expected) {
    return job -> {
      BigDecimal sum = BigDecimal.ZERO;
      for (String row : job.rows(output)) {
        sum = sum.add(new BigDecimal(column(row, column)));
      }
      return sum.compareTo(expected) == 0
          ? Optional.empty()
          : Optional.of(
              "column "
                  + column
                  + " of output '"
                  + output
                  + "' adds up to "
                  + sum
                  + ", not to "
                  + expected);
    };
  }

  /** The numbers in a column only grow, for each value of a key column by itself. */
  public static OutputCheck growing(String output, int keyColumn, int column) {
    return job -> {
      Map<String, BigDecimal> last = new HashMap<>();
      for (String row : job.rows(output)) {
        BigDecimal number = new BigDecimal(column(row, column));
        BigDecimal before = last.put(column(row, keyColumn), number);
        if (before != null && before.compareTo(number) >= 0) {
          return Optional.of(
              "output '" + output + "': after " + before + " comes the row '" + row + "'");
        }
      }
      return Optional.empty();
    };
  }

  /** All of several checks. */
  public static OutputCheck all(List<OutputCheck> checks) {
    return job -> checks.stream().flatMap(check -> check.wrong(job).stream()).findFirst();
  }

  private static String column(String row, int column) {
    if (column == 0) {
      return row;
    }
    String[] columns = row.split("\t", -1);
    if (column > columns.length) {
      throw new IllegalArgumentException(
          "the row '" + row + "' has " + columns.length + " columns, so there is no " + column);
    }
    return columns[column - 1];
  }
}
