package io.holdfast.jdbc;

import java.io.Serializable;
import java.util.List;

/**
 * What is written, and where.
 *
 * @param keys names of the columns of the key by which rows replace others; empty to insert
 * @param create whether the table is made if it is missing
 * @param marker the table that says how far each output is
 */
record Target<T>(
    TableName table, List<Column<T>> columns, List<String> keys, boolean create, TableName marker)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  boolean upserts() {
    return !keys.isEmpty();
  }

  boolean isKey(int column) {
    return keys.contains(columns.get(column).name());
  }
}
