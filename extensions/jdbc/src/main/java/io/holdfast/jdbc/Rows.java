package io.holdfast.jdbc;

import io.holdfast.sink.SinkSession.StagedPart;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rows of a batch in the order in which they are written: by partition, and within a partition
 * as they were staged. Of upserted rows with the same key only the last is left.
 */
final class Rows {
  private final List<JdbcPart> parts;
  private final List<BitSet> replaced = new ArrayList<>();

  Rows(List<StagedPart> staged, Target<?> target) {
    parts =
        staged.stream()
            .map(JdbcPart.class::cast)
            .sorted(Comparator.comparingInt(JdbcPart::partition))
            .toList();
    parts.forEach(part -> replaced.add(new BitSet()));
    if (target.upserts()) {
      replace(IntStream.range(0, target.columns().size()).filter(target::isKey).toArray());
    }
  }

  private void replace(int[] keys) {
    Set<Object> later = new HashSet<>();
    for (int p = parts.size() - 1; p >= 0; p--) {
      JdbcPart part = parts.get(p);
      for (int row = (int) part.rows() - 1; row >= 0; row--) {
        if (!later.add(key(part, row, keys))) {
          replaced.get(p).set(row);
        }
      }
    }
  }

  private static Object key(JdbcPart part, int row, int[] keys) {
    if (keys.length == 1) {
      return comparable(part.value(keys[0], row));
    }
    List<Object> key = new ArrayList<>(keys.length);
    for (int column : keys) {
      key.add(comparable(part.value(column, row)));
    }
    return key;
  }

  /**
   * A value that is equal where the database's is. Databases know more ways to be equal (text
   * without regard to case, times without nanoseconds): what this does not see, {@link
   * Dialect#sameKeyTwice} does.
   */
  private static Object comparable(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    } else if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return value instanceof Double number && number == 0 ? (Object) 0.0 : value;
  }

  /** Visits every row that is to be written. */
  void forEach(Visitor visitor) throws SQLException {
    for (int p = 0; p < parts.size(); p++) {
      JdbcPart part = parts.get(p);
      for (int row = 0; row < part.rows(); row++) {
        if (!replaced.get(p).get(row)) {
          visitor.visit(part, row);
        }
      }
    }
  }

  /** Told of a row. */
  @FunctionalInterface
  interface Visitor {
    void visit(JdbcPart part, int row) throws SQLException;
  }
}
