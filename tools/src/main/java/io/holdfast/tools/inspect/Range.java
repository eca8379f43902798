package io.holdfast.tools.inspect;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.ToLongFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Two bounds, both included, as a flag gives them: {@code 7}, {@code 7..9}, {@code 7..} or {@code
 * ..9}.
 */
record Range(long from, long to) {

  private static Range parse(String text, ToLongFunction<String> bound) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      long only = bound.applyAsLong(text);
      return new Range(only, only);
    }
    String first = text.substring(0, dots);
    String last = text.substring(dots + 2);
    Range range =
        new Range(
            first.isEmpty() ? Long.MIN_VALUE : bound.applyAsLong(first),
            last.isEmpty() ? Long.MAX_VALUE : bound.applyAsLong(last));
    if (range.from > range.to) {
      throw new TypeConversionException("'" + text + "' ends before it begins");
    }
    return range;
  }

  /** Of numbers. */
  static final class Numbers implements ITypeConverter<Range> {
    @Override
    public Range convert(String text) {
      return parse(text, Numbers::number);
    }

    private static long number(String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' is no number; give one as 7, or a range as 7..9, 7.. or ..9");
      }
    }
  }

  /** Of times; the batch of a time is named by it. */
  static final class Times implements ITypeConverter<Range> {
    @Override
    public Range convert(String text) {
      return parse(text, Time::millis);
    }
  }

  /** A single time, in milliseconds since 1970. */
  static final class Time implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return millis(text);
    }

    private static long millis(String text) {
      if (text.matches("-?\\d{1,18}")) {
        return Long.parseLong(text);
      }
      try {
        return Instant.parse(text).toEpochMilli();
      } catch (DateTimeParseException notAnInstant) {
        return local(text);
      }
    }

    private static long local(String text) {
      try {
        LocalDateTime time =
            text.contains("T") ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay();
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is no time; give it in milliseconds since 1970 or, in UTC,"
                + " as 2026-01-31, 2026-01-31T08:30 or 2026-01-31T08:30:00.500Z");
      }
    }
  }
}
