package io.holdfast.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.examples.mistakes.SpoolSource.Deletion;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import io.holdfast.testkit.contract.MailboxSource.Mistake;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each wrong receiver is failed, for its reason; without the mistake it passes. */
class WrongReceiverTest {

  @TestFactory
  Stream<DynamicTest> isFailedForItsReason() {
    return Stream.of(
        breaks(Mistake.TELLS_EARLY, ReceiverRule.DURABLE_FIRST, "which is not durable"),
        breaks(Mistake.IGNORES_RESUME_AFTER, ReceiverRule.RESUMES, "and was dropped"),
        breaks(Mistake.DROPS_AT_RECONNECT, ReceiverRule.RECONNECTS, "the connection breaks before"),
        breaks(Mistake.NUMBERS_ANEW, ReceiverRule.NOT_TWICE, "is there 2 times"),
        breaks(Mistake.NEVER_TELLS, ReceiverRule.TOLD, "was never told of"),
        breaks(Mistake.NEVER_STOPS, ReceiverRule.STOPS, "tasks go on"));
  }

  private static DynamicTest breaks(Mistake mistake, ReceiverRule rule, String reason) {
    return DynamicTest.dynamicTest(
        mistake + " breaks " + rule,
        () -> {
          ContractReport report = report(() -> new MailboxSource.Subject(mistake));
          assertEquals(List.of(rule), report.rules(Verdict.BROKEN), report::toString);
          assertTrue(report.toString().contains(reason), report::toString);
        });
  }

  @Test
  void withoutMistakeEveryRuleHolds() {
    ContractReport report = report(() -> new MailboxSource.Subject(Mistake.NONE));
    assertEquals(List.of(), report.rules(Verdict.BROKEN), report::toString);
    assertEquals(
        List.of(ReceiverRule.REPEATS_DROPPED), report.rules(Verdict.NOT_TRIED), report::toString);
  }

  @Test
  void filesThatAreDeletedEarlyAreToldEarly() {
    ContractReport report = report(() -> new SpoolSubject(Deletion.WHEN_STORED));
    assertEquals(
        List.of(ReceiverRule.DURABLE_FIRST), report.rules(Verdict.BROKEN), report::toString);
  }

  private static <T> ContractReport report(ReceiverConformance.Subjects<T> subjects) {
    return new ReceiverConformance<>("wrong", subjects, Effort.ofProperties(), Map.of()).report();
  }
}
