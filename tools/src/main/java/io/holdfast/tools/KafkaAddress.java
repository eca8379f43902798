package io.holdfast.tools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A topic: {@code kafka://HOST:PORT[,HOST:PORT...]/TOPIC}.
 *
 * @param brokers to ask first, with commas
 */
record KafkaAddress(String brokers, String topic) {
  private static final Pattern FORM =
      Pattern.compile(
          "kafka(\\+log)?://([^/,\\s]+:\\d+(?:,[^/,\\s]+:\\d+)*)/([A-Za-z0-9._-]{1,249})");

  /**
   * Reads an address.
   *
   * @param use what it is for, in words
   */
  static KafkaAddress parse(String value, String use) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is no " + use + "; write kafka://HOST:PORT[,HOST:PORT...]/TOPIC");
    }
    return new KafkaAddress(form.group(2), form.group(3));
  }
}
