package io.holdfast.tools;

import io.holdfast.stream.Guarantee;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The guarantees that a job can be run with. */
final class GuaranteeFlag implements ITypeConverter<Guarantee> {
  @Override
  public Guarantee convert(String value) {
    for (Guarantee guarantee : new Guarantee[] {Guarantee.EXACTLY_ONCE, Guarantee.AT_LEAST_ONCE}) {
      if (guarantee.toString().equals(value)) {
        return guarantee;
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is no guarantee; write exactly-once or at-least-once");
  }
}
