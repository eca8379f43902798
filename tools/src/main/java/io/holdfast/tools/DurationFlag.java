package io.holdfast.tools;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations above zero, a number with its unit. */
public final class DurationFlag implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  @Override
  public Duration convert(String value) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is no duration; write a number with its unit, like 100ms, 2s, 1m or 1h");
    }
    long number = Long.parseLong(form.group(1));
    if (number == 0) {
      throw new TypeConversionException("'" + value + "' is too short; the shortest is 1ms");
    }
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
