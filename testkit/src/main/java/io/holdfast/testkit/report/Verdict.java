package io.holdfast.testkit.report;

/** What a proof says, always about its {@link Scope} only. */
public enum Verdict {
  /** At every crash point that was tried the output was what it has to be. */
  EXACT(0),
  /** At one crash point it was not. */
  COUNTEREXAMPLE(1),
  /** Nothing can be said, and the warnings say why and what to do. */
  INCONCLUSIVE(2);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** With what the command {@code prove} ends. */
  public int exitCode() {
    return exitCode;
  }
}
