package io.holdfast.testkit.contract;

/**
 * The process ended here, as the kit has planned it. An {@link Error}, so that no code under test
 * handles it.
 */
public final class ProcessDied extends Error {
  private static final long serialVersionUID = 1L;

  ProcessDied(String message) {
    super(message, null, false, false);
  }
}
