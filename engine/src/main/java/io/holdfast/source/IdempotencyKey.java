package io.holdfast.source;

/**
 * What a request calls itself, so that it is recognised when it comes again. Either opaque, known
 * within a horizon, or a number in a client's sequence, known for ever.
 *
 * @param partition of the source that stands for it
 * @param number in the client's sequence; 0 if the key is opaque
 */
record IdempotencyKey(String partition, long number) {
  static final String HEADER = "Idempotency-Key";
  static final String KEYS = "key/";
  static final String CLIENTS = "client/";
  private static final String SEQUENCE = "seq/";
  private static final String FORM =
      "an Idempotency-Key is 1 to 128 visible ASCII characters; one that begins with seq/ is"
          + " seq/CLIENT/NUMBER, the client 1 to 64 letters, digits, '.', '_' or '-', the number"
          + " from 1 on, at most 18 digits";

  /**
   * Reads a header's value.
   *
   * @throws IllegalArgumentException if it is not of the form; says of which
   */
  static IdempotencyKey parse(String value) {
    require(value.matches("[\\x21-\\x7E]{1,128}"));
    if (!value.startsWith(SEQUENCE)) {
      return new IdempotencyKey(KEYS + value, 0);
    }
    int slash = value.lastIndexOf('/');
    require(slash > SEQUENCE.length());
    String number = value.substring(slash + 1);
    require(number.matches("[1-9][0-9]{0,17}"));
    return new IdempotencyKey(
        client(value.substring(SEQUENCE.length(), slash)), Long.parseLong(number));
  }

  /**
   * The partition of a client.
   *
   * @throws IllegalArgumentException if the name is not usable
   */
  static String client(String name) {
    require(name.matches("[A-Za-z0-9._-]{1,64}"));
    return CLIENTS + name;
  }

  boolean opaque() {
    return number == 0;
  }

  private static void require(boolean ofTheForm) {
    if (!ofTheForm) {
      throw new IllegalArgumentException(FORM);
    }
  }
}
