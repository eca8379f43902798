package io.holdfast.jdbc;

import io.holdfast.sink.SinkSession.StagedPart;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The rows of one partition, kept in memory until their batch commits. */
final class JdbcPart implements StagedPart {
  private static final long serialVersionUID = 1L;

  private final int partition;
  private final int rows;
  private final List<ColumnValues> columns;

  JdbcPart(int partition, int rows, List<ColumnValues> columns) {
    this.partition = partition;
    this.rows = rows;
    this.columns = columns;
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public long rows() {
    return rows;
  }

  Object value(int column, int row) {
    return columns.get(column).get(row);
  }

  void bind(PreparedStatement statement, int row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).bind(statement, i + 1, row);
    }
  }
}
