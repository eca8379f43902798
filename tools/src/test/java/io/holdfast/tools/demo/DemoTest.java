package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.stream.Guarantee;
import io.holdfast.tools.StatusLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, small: three JVMs, one of them killed twice. */
class DemoTest {

  @Test
  void aJobThatIsKilledTwiceCountsEveryWordOnce(@TempDir Path directory) throws IOException {
    Path input = Files.writeString(directory.resolve("text"), "the holdfast keeps\nthe plant\n");
    DemoOptions options =
        new DemoOptions(
            Optional.of(input),
            5001,
            2,
            Duration.ofMillis(50),
            1,
            Optional.of(directory.resolve("demo")),
            Guarantee.EXACTLY_ONCE);

    DemoReport report = new Demo(options, StatusLine.onStandardError()).run(Optional.empty());

    assertTrue(report.exact(), () -> report.table("holdfast").toString());
    assertEquals(2501 * 3 + 2500 * 2, report.check().words());
    assertEquals(2, report.kills());
  }
}
