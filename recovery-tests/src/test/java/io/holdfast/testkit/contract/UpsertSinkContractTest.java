package io.holdfast.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.BatchSink;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import io.holdfast.testkit.contract.TinyDatabase.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UpsertSinkContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new TablePlace(UpsertSink::new, true);
  }

  @Override
  protected Map<SinkRule, String> exempt() {
    return UpsertSink.EXEMPT;
  }

  @Test
  void rulesThatItIsSaidNotToKeepAreNamedWithTheReason() {
    ContractReport report = report(UpsertSink::new);
    assertEquals(List.of(), report.rules(Verdict.BROKEN));
    assertEquals(UpsertSink.EXEMPT.keySet(), Set.copyOf(report.rules(Verdict.EXEMPT)));
  }

  @Test
  void laterBatchesHaveToWin() {
    class Unguarded extends UpsertSink {
      private static final long serialVersionUID = 1L;

      Unguarded(Connection connection) {
        super(connection);
      }

      @Override
      boolean mayReplace(long batch, Map.Entry<Long, String> found) {
        return true;
      }
    }
    ContractReport report = report(Unguarded::new);
    assertEquals(List.of(SinkRule.LATER_WINS), report.rules(Verdict.BROKEN), report::toString);
  }

  private static ContractReport report(Function<Connection, BatchSink<String>> sink) {
    return new SinkConformance<>(
            "upserts", () -> new TablePlace(sink, true), Effort.ofProperties(), UpsertSink.EXEMPT)
        .report();
  }
}
