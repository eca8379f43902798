package io.holdfast;

/**
 * A setting, flag, name or definition is wrong; the message names it and says what would be right.
 */
public class ConfigurationException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    this(message, null);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }
}
