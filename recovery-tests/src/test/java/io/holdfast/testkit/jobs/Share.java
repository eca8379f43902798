package io.holdfast.testkit.jobs;

/** How much a build tries of what {@code -Pdeep} tries all of. */
public final class Share {
  private static final boolean DEEP = Boolean.getBoolean("holdfast.deep");

  private Share() {}

  /** One number for a build, another one for {@code -Pdeep}. */
  public static int of(int build, int deep) {
    return DEEP ? deep : build;
  }
}
