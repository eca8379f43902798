package io.holdfast.stream;

/** How often a record shows in what comes out, whatever crashes in between. */
public enum Guarantee {
  /** May be lost, never repeated. */
  AT_MOST_ONCE("at-most-once"),
  /** May be repeated, never lost. */
  AT_LEAST_ONCE("at-least-once"),
  EXACTLY_ONCE("exactly-once");

  private final String label;

  Guarantee(String label) {
    this.label = label;
  }

  /**
   * What a chain of two stages can promise: at-most-once if either may lose, else the one that may
   * repeat.
   */
  public Guarantee and(Guarantee other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public String toString() {
    return label;
  }
}
