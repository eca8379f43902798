package io.holdfast.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/**
 * The type of a column: which Java values it takes, and which columns of a database take it. A
 * column of the database may be wider ({@link #INTEGER} into {@code bigint}), never narrower.
 */
public enum ColumnType {
  /** {@link CharSequence}. */
  TEXT(
      Types.VARCHAR,
      "CharSequence",
      "text,varchar,character varying,bpchar,char,character,varchar_ignorecase,clob,"
          + "character large object,nvarchar,nchar,citext,name,tinytext,mediumtext,longtext"),
  /** {@link Short} or {@link Byte}. */
  SMALLINT(
      Types.SMALLINT,
      "Short or Byte",
      "smallint,int2,smallserial,integer,int,int4,serial,bigint,int8,bigserial,numeric,decimal"),
  /** {@link Integer}, or what {@link #SMALLINT} takes. */
  INTEGER(
      Types.INTEGER,
      "Integer, Short or Byte",
      "integer,int,int4,serial,bigint,int8,bigserial,numeric,decimal"),
  /** {@link Long}, or what {@link #INTEGER} takes. */
  BIGINT(Types.BIGINT, "Long, Integer, Short or Byte", "bigint,int8,bigserial,numeric,decimal"),
  /** {@link Double} or {@link Float}. */
  DOUBLE(Types.DOUBLE, "Double or Float", "double precision,float8,double,float"),
  /** {@link BigDecimal}, {@link BigInteger}, or what {@link #BIGINT} takes. */
  NUMERIC(
      Types.NUMERIC,
      "BigDecimal, BigInteger, Long, Integer, Short or Byte",
      "numeric,decimal,decfloat"),
  /** {@link Boolean}. */
  BOOLEAN(Types.BOOLEAN, "Boolean", "boolean,bool"),
  /** {@link LocalDate}. */
  DATE(Types.DATE, "LocalDate", "date"),
  /** {@link LocalTime}. */
  TIME(Types.TIME, "LocalTime", "time,time without time zone"),
  /** {@link LocalDateTime}, a time without a zone. */
  TIMESTAMP(Types.TIMESTAMP, "LocalDateTime", "timestamp,timestamp without time zone,datetime"),
  /** {@link Instant} or {@link OffsetDateTime}. */
  TIMESTAMP_WITH_TIME_ZONE(
      Types.TIMESTAMP_WITH_TIMEZONE,
      "Instant or OffsetDateTime",
      "timestamptz,timestamp with time zone"),
  /** {@link java.util.UUID}. */
  UUID(Types.OTHER, "UUID", "uuid"),
  /** {@code byte[]}; must not be changed after the row was written. */
  BYTES(
      Types.VARBINARY,
      "byte[]",
      "bytea,varbinary,binary varying,binary,blob,binary large object,longvarbinary");

  private final int jdbcType;
  private final String values;
  private final String takenBy;

  ColumnType(int jdbcType, String values, String takenBy) {
    this.jdbcType = jdbcType;
    this.values = values;
    this.takenBy = "," + takenBy + ",";
  }

  /** Whether a column of the database that calls its type so takes every value of this one. */
  boolean fits(String typeName) {
    String name = typeName.toLowerCase(Locale.ROOT);
    int size = name.indexOf('(');
    return takenBy.contains("," + (size < 0 ? name : name.substring(0, size)).strip() + ",");
  }

  boolean takes(Object value) {
    return switch (this) {
      case TEXT -> value instanceof CharSequence;
      case SMALLINT -> isShort(value);
      case INTEGER -> isInteger(value);
      case BIGINT -> isInteger(value) || value instanceof Long;
      case DOUBLE -> value instanceof Double || value instanceof Float;
      case NUMERIC ->
          isInteger(value)
              || value instanceof Long
              || value instanceof BigDecimal
              || value instanceof BigInteger;
      case BOOLEAN -> value instanceof Boolean;
      case DATE -> value instanceof LocalDate;
      case TIME -> value instanceof LocalTime;
      case TIMESTAMP -> value instanceof LocalDateTime;
      case TIMESTAMP_WITH_TIME_ZONE -> value instanceof Instant || value instanceof OffsetDateTime;
      case UUID -> value instanceof UUID;
      case BYTES -> value instanceof byte[];
    };
  }

  private static boolean isShort(Object value) {
    return value instanceof Short || value instanceof Byte;
  }

  private static boolean isInteger(Object value) {
    return isShort(value) || value instanceof Integer;
  }

  /** The classes of values, for messages. */
  String classes() {
    return values;
  }

  /** Whether {@link #number} holds its values. */
  boolean isNumber() {
    return this == SMALLINT
        || this == INTEGER
        || this == BIGINT
        || this == DOUBLE
        || this == BOOLEAN;
  }

  /** A value as 64 bits. */
  long number(Object value) {
    return switch (this) {
      case DOUBLE -> Double.doubleToRawLongBits(((Number) value).doubleValue());
      case BOOLEAN -> (Boolean) value ? 1 : 0;
      default -> ((Number) value).longValue();
    };
  }

  /** The value behind {@link #number}. */
  Object ofNumber(long bits) {
    return switch (this) {
      case DOUBLE -> Double.longBitsToDouble(bits);
      case BOOLEAN -> bits != 0;
      default -> bits;
    };
  }

  /** A value that {@link #isNumber} does not hold for, in the one form that is kept. */
  Object kept(Object value) {
    return switch (this) {
      case TEXT -> value.toString();
      case NUMERIC -> decimal((Number) value);
      case TIMESTAMP_WITH_TIME_ZONE ->
          value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
      default -> value;
    };
  }

  private static BigDecimal decimal(Number value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    return value instanceof BigInteger integer
        ? new BigDecimal(integer)
        : BigDecimal.valueOf(value.longValue());
  }

  void bindNumber(PreparedStatement statement, int at, long bits) throws SQLException {
    switch (this) {
      case DOUBLE -> statement.setDouble(at, Double.longBitsToDouble(bits));
      case BOOLEAN -> statement.setBoolean(at, bits != 0);
      case BIGINT -> statement.setLong(at, bits);
      default -> statement.setInt(at, (int) bits);
    }
  }

  void bindKept(PreparedStatement statement, int at, Object value) throws SQLException {
    switch (this) {
      case TEXT -> statement.setString(at, (String) value);
      case NUMERIC -> statement.setBigDecimal(at, (BigDecimal) value);
      case BYTES -> statement.setBytes(at, (byte[]) value);
      default -> statement.setObject(at, value);
    }
  }

  void bindNull(PreparedStatement statement, int at) throws SQLException {
    statement.setNull(at, jdbcType);
  }
}
