package io.holdfast.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A column of each type; a row has a value for some of them. */
final class EveryType {
  static final Map<ColumnType, Object> VALUES =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(ColumnType.TEXT, "text"),
              Map.entry(ColumnType.SMALLINT, (short) 1),
              Map.entry(ColumnType.INTEGER, 2),
              Map.entry(ColumnType.BIGINT, 3L),
              Map.entry(ColumnType.DOUBLE, 0.5),
              Map.entry(ColumnType.NUMERIC, new BigDecimal("12.50")),
              Map.entry(ColumnType.BOOLEAN, true),
              Map.entry(ColumnType.DATE, LocalDate.of(2024, 2, 29)),
              Map.entry(ColumnType.TIME, LocalTime.of(23, 59)),
              Map.entry(ColumnType.TIMESTAMP, LocalDateTime.of(2024, 2, 29, 23, 59)),
              Map.entry(ColumnType.TIMESTAMP_WITH_TIME_ZONE, Instant.ofEpochSecond(1_700_000_000)),
              Map.entry(ColumnType.UUID, new UUID(1, 2)),
              Map.entry(ColumnType.BYTES, new byte[] {1, 2})));

  private EveryType() {}

  static JdbcSink<Map<ColumnType, Object>> sink(String url) {
    JdbcSinkBuilder<Map<ColumnType, Object>> sink =
        JdbcSink.<Map<ColumnType, Object>>to(url).table("everything");
    for (ColumnType type : ColumnType.values()) {
      sink.column("c_" + type.name().toLowerCase(Locale.ROOT), type, row -> row.get(type));
    }
    return sink.createTables().build();
  }
}
