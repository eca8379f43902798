package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {

  @Test
  void theJsonObjectHasAllNumbers() throws IOException {
    assertEquals(
        "{\"records_sent\":1000,\"words_expected\":4000,\"words_counted\":4002,\"lost\":1,"
            + "\"duplicated\":3,\"kills\":3,\"recovery_ms_median\":700,\"recovery_ms_max\":900,"
            + "\"records_per_second\":150,\"guarantee\":\"exactly-once\",\"app_dir\":\"/d/app\","
            + "\"output_dir\":\"/d/output\"}",
        report(List.of(900L, 500L, 700L)).json());
  }

  @Test
  void withoutKillsThereIsNoTimeOfRecovery() throws IOException {
    String json = report(List.of()).json();
    assertTrue(json.contains("\"recovery_ms_median\":null,\"recovery_ms_max\":null"), json);
  }

  @Test
  void theTableSaysWhatIsWrongAndWhereToLook() {
    List<String> table = report(List.of(500L, 700L)).table("bin/holdfast");
    assertTrue(table.contains("lost                 1"), table::toString);
    assertTrue(table.contains("NOT EXACT: 1 lost, 3 duplicated. For example:"), table::toString);
    assertTrue(table.contains("  'sea': expected 3, counted 6, last total 2"), table::toString);
    assertTrue(
        table.contains(
            "recovery             median 600 ms, max 700 ms from kill to first new batch"
                + " (2 measured)"),
        table::toString);
    assertTrue(table.contains("  bin/holdfast verify /d/app"), table::toString);
  }

  private static DemoReport report(List<Long> recoveriesMillis) {
    OutputCheck check =
        new OutputCheck(4000, 4002, 1, 3, 7, List.of(new OutputCheck.WrongWord("sea", 3, 6, 2)));
    return new DemoReport(
        1000,
        check,
        3,
        recoveriesMillis,
        150,
        Guarantee.EXACTLY_ONCE,
        42,
        Path.of("/d/app"),
        Path.of("/d/output"));
  }
}
