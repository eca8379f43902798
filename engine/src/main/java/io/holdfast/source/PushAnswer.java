package io.holdfast.source;

/**
 * What a client is told.
 *
 * @param status of HTTP
 * @param outcome of a request that is durable: {@code new} or {@code duplicate}; else empty
 * @param text one line; empty for none
 */
record PushAnswer(int status, String outcome, String text) {
  /** It was stored, and is durable. */
  static final PushAnswer STORED = new PushAnswer(200, "new", "");

  /** It was durable before. */
  static final PushAnswer DUPLICATE = new PushAnswer(200, "duplicate", "");

  /** Nobody knows what becomes of it. */
  static final PushAnswer STOPPING =
      new PushAnswer(503, "", "the stream stops; send again, under the same key if it has one");

  static PushAnswer text(int status, String text) {
    return new PushAnswer(status, "", text);
  }

  /** The answer to a request that came while another one of its key was on its way. */
  PushAnswer again() {
    return status == STORED.status ? DUPLICATE : this;
  }

  /** Whether the same request may be taken a moment later. */
  boolean later() {
    return status == 429 || status == 503;
  }
}
