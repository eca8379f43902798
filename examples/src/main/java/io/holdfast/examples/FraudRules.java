package io.holdfast.examples;

import io.holdfast.sink.BatchSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import java.time.Duration;

/**
 * Rules over payments by card. A line that is no payment goes to the quarantine; the rest of its
 * batch is looked at. Durable under a name are the input {@code payments}, the window {@code
 * recent} and the output {@code alerts}.
 */
public final class FraudRules {
  /** Name of the application. */
  public static final String NAME = "fraud";

  /** Name of the input. */
  public static final String INPUT = "payments";

  /** Name of the output of single payments; that of cards has "-often" behind it. */
  public static final String OUTPUT = "alerts";

  private static final int MOST_QUARANTINED = 10_000;

  private FraudRules() {}

  /**
   * What raises an alert.
   *
   * @param amount of one payment, in cents, from which on it is large
   * @param often so many payments of a card within {@code window} are often
   */
  public record Limits(long amount, long often, Duration window, Duration slide) {}

  /** Sets lines aside that are no payments. */
  public static StreamingConfig.Builder quarantine(StreamingConfig.Builder config) {
    return config.failures(FailurePolicy.quarantine(MOST_QUARANTINED));
  }

  /**
   * Defines the job: a row {@code large<TAB>card<TAB>amount} for each large payment, and every
   * slide one {@code often<TAB>card<TAB>payments} for each card that was used often in the window.
   *
   * @param lines of the form {@code card;amount;country}
   * @return the alerts of single payments
   */
  public static DStream<String> define(
      DStream<String> lines, BatchSink<? super String> sink, Limits limits) {
    DStream<Pair<String, Long>> payments = lines.map(FraudRules::payment);
    DStream<String> large =
        payments
            .filter(payment -> payment.value() >= limits.amount())
            .map(payment -> "large\t" + payment.key() + '\t' + payment.value());
    large.writeTo(OUTPUT, sink);
    payments
        .mapToPair(payment -> new Pair<>(payment.key(), 1L))
        .reduceByKeyAndWindow(
            "recent", Long::sum, Math::subtractExact, limits.window(), limits.slide())
        .filter(count -> count.value() >= limits.often())
        .map(count -> "often\t" + count.key() + '\t' + count.value())
        .writeTo(OUTPUT + "-often", sink);
    return large;
  }

  /** Card and amount of a line. */
  public static Pair<String, Long> payment(String line) {
    String[] fields = Fields.of(line, "card;amount;country");
    return new Pair<>(fields[0], Long.parseLong(fields[1]));
  }
}
