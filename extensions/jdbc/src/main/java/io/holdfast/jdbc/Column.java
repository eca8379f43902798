package io.holdfast.jdbc;

import io.holdfast.stream.function.MapFunction;
import java.io.Serializable;

/** A column that the sink writes, and how its value follows from a row. */
record Column<T>(String name, ColumnType type, MapFunction<? super T, ?> value)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
