package io.holdfast.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.examples.mistakes.MarkerApartSink;
import io.holdfast.examples.mistakes.MarkerInsideSink;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.JsonLinesSink;
import io.holdfast.sink.ObjectFileSink;
import io.holdfast.sink.RowCodec;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sinks of files: ours, those of the examples, and one that forgets to force. */
class FileSinkContractsTest {

  @Nested
  class JsonLines extends SinkContract<String> {
    @Override
    protected SinkPlace<String> newPlace() {
      return new StoragePlace<>(
          new JsonLinesSink<String>("/out", row -> "\"" + row + "\""), text -> text) {
        @Override
        public List<String> rows(String output) {
          return super.rows(output).stream().map(row -> row.replace("\"", "")).toList();
        }
      };
    }
  }

  @Nested
  class ObjectFiles extends SinkContract<String> {
    @Override
    protected SinkPlace<String> newPlace() {
      return new StoragePlace<>(new ObjectFileSink<>("/out", RowCodec.utf8()), text -> text);
    }
  }

  @Nested
  class MarkerInside extends SinkContract<String> {
    @Override
    protected SinkPlace<String> newPlace() {
      return new StoragePlace<>(new MarkerInsideSink("/out"), text -> text);
    }

    @Override
    protected Map<SinkRule, String> exempt() {
      return Map.of(
          SinkRule.EPOCHS, "the example leaves old drivers to the lock of the application",
          SinkRule.FENCED, "the example leaves old drivers to the lock of the application",
          SinkRule.OWNED, "the example has its directory for itself",
          SinkRule.BESIDE_OTHERS, "the example has its directory for itself");
    }
  }

  @Nested
  class Renaming extends SinkContract<String> {
    @Override
    protected SinkPlace<String> newPlace() {
      return new StoragePlace<>(new RenamingSink(true), text -> text);
    }

    @Override
    protected Map<SinkRule, String> exempt() {
      return RenamingSink.EXEMPT;
    }
  }

  @Test
  void renameWithoutForceIsNotDurable() {
    ContractReport report = report(new RenamingSink(false), RenamingSink.EXEMPT);
    assertEquals(List.of(SinkRule.DURABLE), report.rules(Verdict.BROKEN), report::toString);
  }

  @Test
  void markerInAnotherPlaceIsNotExactlyOnce() {
    Map<SinkRule, String> exempt =
        Map.of(
            SinkRule.WHOLE, "it renames file by file",
            SinkRule.EPOCHS, "no epochs",
            SinkRule.FENCED, "no epochs",
            SinkRule.OWNED, "no owner",
            SinkRule.BESIDE_OTHERS, "one output");
    ContractReport report = report(new MarkerApartSink("/out", "/markers"), exempt);
    assertEquals(
        List.of(SinkRule.REPEATED, SinkRule.ORDER, SinkRule.EXACTLY_ONCE),
        report.rules(Verdict.BROKEN),
        report::toString);
  }

  private static ContractReport report(BatchSink<String> sink, Map<SinkRule, String> exempt) {
    return new SinkConformance<>(
            sink.toString(),
            () -> new StoragePlace<>(sink, text -> text),
            Effort.ofProperties(),
            exempt)
        .report();
  }
}
