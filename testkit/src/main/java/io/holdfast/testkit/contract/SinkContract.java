package io.holdfast.testkit.contract;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tests of a sink: a subclass says where it writes, and inherits a test for each {@link
 * SinkRule}. For a sink of files that is all:
 *
 * <pre>{@code
 * class TextFileSinkContractTest extends SinkContract<Object> {
 *   @Override
 *   protected SinkPlace<Object> newPlace() {
 *     return new StoragePlace<>(new TextFileSink("/out"), text -> text);
 *   }
 * }
 * }</pre>
 *
 * <p>Every test runs the sink in fresh places, as the engine does, and kills it, takes its answers
 * or the power away, and lets old drivers run beside new ones, between any two steps that go
 * through {@link Steps}. A failure says which rule is broken, in which window, and shows the steps.
 * {@code docs/conformance.md} explains all of it.
 *
 * @param <T> rows
 */
public abstract class SinkContract<T> {

  /** For subclasses. */
  protected SinkContract() {}

  /** An empty place and the sink that writes to it. Called often; each test has its own. */
  protected abstract SinkPlace<T> newPlace() throws Exception;

  /**
   * Rules that the sink does not keep, each with the reason. Their tests are shown as skipped, with
   * the reason.
   */
  protected Map<SinkRule, String> exempt() {
    return Map.of();
  }

  /** How much is tried. */
  protected Effort effort() {
    return Effort.ofProperties();
  }

  /** A test for each rule. */
  @TestFactory
  final Stream<DynamicTest> rules() {
    SinkConformance<T> conformance =
        new SinkConformance<>(getClass().getSimpleName(), this::newPlace, effort(), exempt());
    return RuleTests.of(SinkRule.values(), conformance::require);
  }
}
