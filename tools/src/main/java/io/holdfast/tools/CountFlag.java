package io.holdfast.tools;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers from 0 on; digits may be grouped as in {@code 1_000_000}. */
final class CountFlag implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("\\d[\\d_]{0,20}");

  @Override
  public Long convert(String value) {
    String digits = value.replace("_", "");
    if (!FORM.matcher(value).matches() || digits.length() > 15) {
      throw new TypeConversionException(
          "'" + value + "' is no count; write a whole number, like 5 or 1000000 or 1_000_000");
    }
    return Long.parseLong(digits);
  }
}
