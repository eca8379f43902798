package io.holdfast;

/**
 * Bytes that were proven durable are not what was written. Nothing is skipped; the message names
 * file and offset.
 */
public class DamageException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public DamageException(String message) {
    this(message, null);
  }

  public DamageException(String message, Throwable cause) {
    super(ExitCode.DAMAGED, message, cause);
  }
}
