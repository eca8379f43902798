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
          "kafka(\\+log)?://([^/,\\s]+:\\d{1,9}(?:,[^/,\\s]+:\\d{1,9})*)/([A-Za-z0-9._-]{1,249})");

  private static final Pattern PORT = Pattern.compile(":(\\d+)(?=,|$)");

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
    Matcher port = PORT.matcher(form.group(2));
    while (port.find()) {
      requirePort(value, port.group(1));
    }
    return new KafkaAddress(form.group(2), form.group(3));
  }

  private static void requirePort(String value, String port) {
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65535) {
      throw new TypeConversionException(
          "'" + value + "' has the port '" + port + "'; a port is a number from 1 to 65535");
    }
  }
}
