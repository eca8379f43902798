package io.holdfast.checkpoint.kryo;

/** Why bytes cannot be decoded: they are wrong, or the code is not the code that wrote them. */
final class DecodeFault extends RuntimeException {
  private final boolean drift;

  private DecodeFault(boolean drift, String what, Throwable cause) {
    super(what, cause);
    this.drift = drift;
  }

  static DecodeFault damage(String what) {
    return new DecodeFault(false, what, null);
  }

  static DecodeFault drift(String what, Throwable cause) {
    return new DecodeFault(true, what, cause);
  }

  boolean isDrift() {
    return drift;
  }
}
