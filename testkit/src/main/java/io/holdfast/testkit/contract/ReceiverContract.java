package io.holdfast.testkit.contract;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tests of a source that is received: a subclass gives the source and a sender, and inherits a
 * test for each {@link ReceiverRule}.
 *
 * <p>The kit plays the engine: it takes records, makes some of them durable and tells the receiver,
 * and dies before each of these steps; the next receiver is started behind what is durable. A
 * source is held to what it promises: one that promises at-most-once may lose, and must not repeat.
 * {@code docs/conformance.md} explains all of it.
 *
 * @param <T> records
 */
public abstract class ReceiverContract<T> {

  /** For subclasses. */
  protected ReceiverContract() {}

  /** A source that nobody has received from, and its sender. Called often. */
  protected abstract ReceiverSubject<T> newSubject() throws Exception;

  /** Rules that the source does not keep, each with the reason; shown as skipped. */
  protected Map<ReceiverRule, String> exempt() {
    return Map.of();
  }

  /** How much is tried. */
  protected Effort effort() {
    return Effort.ofProperties();
  }

  /** A test for each rule. */
  @TestFactory
  final Stream<DynamicTest> rules() {
    ReceiverConformance<T> conformance =
        new ReceiverConformance<>(getClass().getSimpleName(), this::newSubject, effort(), exempt());
    return RuleTests.of(ReceiverRule.values(), conformance::require);
  }
}
