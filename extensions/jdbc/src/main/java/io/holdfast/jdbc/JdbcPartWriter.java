package io.holdfast.jdbc;

import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import java.util.ArrayList;
import java.util.List;

/** Takes the values of a partition's rows out of them. */
final class JdbcPartWriter<T> implements PartWriter<T> {
  private final Target<T> target;
  private final boolean zeroCharacters;
  private final int partition;
  private List<ColumnValues> values = new ArrayList<>();
  private int rows;

  /**
   * A writer for one attempt.
   *
   * @param zeroCharacters whether text may hold the character 0
   */
  JdbcPartWriter(Target<T> target, boolean zeroCharacters, int partition) {
    this.target = target;
    this.zeroCharacters = zeroCharacters;
    this.partition = partition;
    target.columns().forEach(column -> values.add(new ColumnValues(column.type())));
  }

  @Override
  public void write(T row) {
    for (int i = 0; i < values.size(); i++) {
      values.get(i).set(rows, value(i, row));
    }
    rows++;
  }

  private Object value(int number, T row) {
    Column<T> column = target.columns().get(number);
    Object value;
    try {
      value = column.value().apply(row);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the function of column " + column.name() + " has failed at row " + row + ": " + e, e);
    }
    if (value == null) {
      if (target.isKey(number)) {
        throw refused(column, row, "is a part of the key, and null is no key");
      }
    } else if (!column.type().takes(value)) {
      throw refused(
          column,
          row,
          "of type "
              + column.type()
              + " takes "
              + column.type().classes()
              + ", and not the "
              + value.getClass().getName()
              + " "
              + value);
    } else if (!zeroCharacters
        && column.type() == ColumnType.TEXT
        && value.toString().indexOf('\0') >= 0) {
      throw refused(column, row, "is text, which holds no character 0 in this database");
    }
    return value;
  }

  private static IllegalArgumentException refused(Column<?> column, Object row, String why) {
    return new IllegalArgumentException("column " + column.name() + " " + why + "; row " + row);
  }

  @Override
  public StagedPart finish() {
    JdbcPart part = new JdbcPart(partition, rows, values);
    values = List.of();
    return part;
  }

  @Override
  public void close() {
    values = List.of();
  }
}
