package io.holdfast.jdbc;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;

/** The values of one column of a part: numbers without an object for each. */
final class ColumnValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private long[] numbers;
  private Object[] objects;
  private final BitSet nulls = new BitSet();

  ColumnValues(ColumnType type) {
    this.type = type;
    this.numbers = type.isNumber() ? new long[16] : null;
    this.objects = type.isNumber() ? null : new Object[16];
  }

  /**
   * Sets the value of a row, which may be one more than there were.
   *
   * @param value one that the type takes, or null
   */
  void set(int row, Object value) {
    nulls.set(row, value == null);
    if (value == null) {
      return;
    }
    if (type.isNumber()) {
      if (row >= numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(row + 1, row * 2));
      }
      numbers[row] = type.number(value);
    } else {
      if (row >= objects.length) {
        objects = Arrays.copyOf(objects, Math.max(row + 1, row * 2));
      }
      objects[row] = type.kept(value);
    }
  }

  Object get(int row) {
    if (nulls.get(row)) {
      return null;
    }
    return type.isNumber() ? type.ofNumber(numbers[row]) : objects[row];
  }

  void bind(PreparedStatement statement, int at, int row) throws SQLException {
    if (nulls.get(row)) {
      type.bindNull(statement, at);
    } else if (type.isNumber()) {
      type.bindNumber(statement, at, numbers[row]);
    } else {
      type.bindKept(statement, at, objects[row]);
    }
  }
}
