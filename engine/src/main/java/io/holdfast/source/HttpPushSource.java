package io.holdfast.source;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.Guarantee;
import java.time.Duration;

/**
 * Takes records that clients POST over HTTP. A request is answered with 200 when its records are
 * durable, all of them, in the log and the journal; one with an {@code Idempotency-Key} that is
 * durable already is answered with 200 and not stored again. Protocol in {@code
 * docs/formats/http-push.md}.
 *
 * <p>There is no encryption and no authentication: it listens on the loopback address unless told
 * otherwise, for clients on the machine or a proxy that does both.
 *
 * @param address to listen on, a name or a number
 * @param path of the requests; {@code GET /health} tells whether requests are taken
 */
public record HttpPushSource<T>(
    String address, int port, String path, RequestFormat<T> format, Limits limits)
    implements ReceiverSource<T> {

  /** Checks what can be checked before it listens. */
  public HttpPushSource {
    if (port < 1 || port > 65_535) {
      throw new ConfigurationException("The port is " + port + "; allowed: 1 to 65535.");
    }
    if (!path.matches("/[A-Za-z0-9._~/-]{0,200}") || path.equals(PushHandler.HEALTH)) {
      throw new ConfigurationException(
          "The path '"
              + path
              + "' is not usable: it begins with '/', has letters, digits, '.', '_', '~', '-' and"
              + " '/', and is not "
              + PushHandler.HEALTH
              + ".");
    }
  }

  /** Lines of text, any number in a request; {@code POST /records} on the loopback address. */
  public static HttpPushSource<String> lines(int port) {
    return of(port, RequestFormat.lines());
  }

  /** The body of a request is one record. */
  public static HttpPushSource<byte[]> bodies(int port) {
    return of(port, RequestFormat.whole());
  }

  /** Records in a format of one's own. */
  public static <T> HttpPushSource<T> of(int port, RequestFormat<T> format) {
    return new HttpPushSource<>("127.0.0.1", port, "/records", format, Limits.DEFAULT);
  }

  /** The same on another address of this machine; {@code 0.0.0.0} for all. */
  public HttpPushSource<T> listeningOn(String other) {
    return new HttpPushSource<>(other, port, path, format, limits);
  }

  /** The same at another path. */
  public HttpPushSource<T> at(String other) {
    return new HttpPushSource<>(address, port, other, format, limits);
  }

  /** The same within other limits. */
  public HttpPushSource<T> within(Limits other) {
    return new HttpPushSource<>(address, port, path, format, other);
  }

  @Override
  public String description() {
    return "HTTP push to " + address + ":" + port + path;
  }

  @Override
  public RecordCodec<T> codec() {
    return format.codec();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE,
        "for requests with an Idempotency-Key that are sent until they are answered: with seq/ keys"
            + " always, with others while no "
            + limits.maxKeys()
            + " newer ones have come; requests without a key that are sent again are stored again");
  }

  @Override
  public Receiver<T> createReceiver() {
    return new HttpPushReceiver<>(this);
  }

  /**
   * What is taken.
   *
   * @param maxRequestBytes length of a body; above, 413. At most 64 MiB
   * @param maxInFlightBytes of requests that are not answered yet, each counted with 1 KiB more
   *     than its body; above, 429
   * @param maxKeys opaque keys are known until so many newer ones have come. Each is a part of
   *     every checkpoint, about as long as the key and 10 bytes
   * @param maxClients senders of {@code seq/} keys, known for ever; others are refused with 403.
   *     Each is a part of every checkpoint
   * @param bodyTime how long the body of a request may take to come in; then its connection is
   *     closed
   */
  public record Limits(
      int maxRequestBytes, long maxInFlightBytes, int maxKeys, int maxClients, Duration bodyTime) {
    /** 1 MiB, 8 MiB, 10,000 keys, 1,000 clients, 30 s. */
    public static final Limits DEFAULT =
        new Limits(1 << 20, 8L << 20, 10_000, 1_000, Duration.ofSeconds(30));

    private static final int LARGEST_BYTES = 64 << 20;

    /** Checks the limits. */
    public Limits {
      require(
          maxRequestBytes >= 1 && maxRequestBytes <= LARGEST_BYTES,
          "largest request is " + maxRequestBytes + " bytes; allowed: 1 to " + LARGEST_BYTES);
      require(
          maxInFlightBytes >= maxRequestBytes + InFlight.OVERHEAD_BYTES,
          "limit of bytes in flight is "
              + maxInFlightBytes
              + "; one request needs "
              + (maxRequestBytes + InFlight.OVERHEAD_BYTES));
      require(maxKeys >= 1, "number of keys is " + maxKeys + "; allowed: 1 or more");
      require(maxClients >= 0, "number of clients is " + maxClients + "; allowed: 0 or more");
      require(
          bodyTime.compareTo(Duration.ofMillis(1)) >= 0,
          "time for a body is " + bodyTime + "; allowed: 1 ms or more");
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new ConfigurationException("HTTP push: the " + what + ".");
      }
    }

    /** The same with larger or smaller requests. */
    public Limits withMaxRequestBytes(int bytes) {
      return new Limits(bytes, maxInFlightBytes, maxKeys, maxClients, bodyTime);
    }

    /** The same with more or less in flight. */
    public Limits withMaxInFlightBytes(long bytes) {
      return new Limits(maxRequestBytes, bytes, maxKeys, maxClients, bodyTime);
    }

    /** The same with another horizon of opaque keys. */
    public Limits withMaxKeys(int keys) {
      return new Limits(maxRequestBytes, maxInFlightBytes, keys, maxClients, bodyTime);
    }

    /** The same with more or fewer clients. */
    public Limits withMaxClients(int clients) {
      return new Limits(maxRequestBytes, maxInFlightBytes, maxKeys, clients, bodyTime);
    }

    /** The same with another time for a body. */
    public Limits withBodyTime(Duration time) {
      return new Limits(maxRequestBytes, maxInFlightBytes, maxKeys, maxClients, time);
    }
  }
}
