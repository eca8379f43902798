package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.inspection.ReadGauge;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.wal.storage.Storage;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void theLineSaysWhatHowFarAndHowFast() {
    assertEquals(
        "reading data/blocks, 3.0 GiB of 4.0 GiB (75 %), 1.0 GiB/s, 3 s",
        Progress.line("data/blocks", 3L << 30, 4L << 30, 3));
    assertEquals("reading 0 B of 0 B (100 %), 0 B/s, 1 s", Progress.line("", 0, 0, 1));
    assertEquals(
        "reading journal, 30 B of 20 B (100 %), 10 B/s, 3 s", Progress.line("journal", 30, 20, 3));
  }

  @Test
  void anInspectionReadsAboutWhatThereIs() {
    Storage app = WordCountFiles.stoppedInMemory().storage().directory("app");
    long all = ReadGauge.lengthBytes(app, "");
    ReadGauge gauge = new ReadGauge(app);
    ApplicationInspector.inspect(gauge, what -> {});
    double share = (double) gauge.readBytes() / all;
    assertEquals(2, share, 1, "read " + gauge.readBytes() + " of " + all);
    String journal = "journal/" + app.list("journal").get(0).name();
    assertEquals(app.list("journal").get(0).lengthBytes(), ReadGauge.lengthBytes(app, journal));
  }
}
