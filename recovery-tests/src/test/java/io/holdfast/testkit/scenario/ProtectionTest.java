package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectTextFiles;
import io.holdfast.stream.Protection;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a job tells when something of its input is lost, or gone from its source. */
class ProtectionTest {
  private static final TextFileSink SINK = new TextFileSink("/out");
  private static final List<String> LINES = List.of("a", "b", "c", "d", "e", "f");

  private static boolean broken;

  private final List<String> told = new ArrayList<>();

  @Test
  void whatWasInMemoryIsLostWithTheNumbers() {
    Scenario scenario =
        scenario(
            Map.of("lines", LINES),
            context ->
                context
                    .receiverStream("lines", new AnySource(), Protection.NONE)
                    .map(ProtectionTest::working)
                    .writeTo("copies", SINK));
    Site site = Site.fresh(scenario, Conditions.NORMAL);
    broken = true;
    Life dying = new Life(scenario, site, 1, Conditions.NORMAL);
    dying.start();
    assertThrows(RuntimeException.class, dying::runToEnd);
    dying.kill();
    assertEquals(
        0,
        site.disk().storage().list("app/data/blocks").stream()
            .mapToLong(
                file -> site.disk().storage().open("app/data/blocks/" + file.name()).length())
            .filter(length -> length > 1024)
            .count(),
        "nothing is written but headers");

    broken = false;
    Life next = new Life(scenario, site, 2, Conditions.NORMAL);
    next.addListener(new Hearing());
    next.start();
    next.runToEnd();
    assertNull(next.monitor().violation());
    StreamStatus status = next.lastStatus().streams().get("lines");
    next.kill();
    assertTrue(status.lostRecords() > 0);
    assertEquals(
        List.of("lost " + status.lostRecords() + " in " + status.lostBlocks(), "started"), told);
    assertEquals(LINES.size(), status.lostRecords() + rows(site).size());
    assertEquals(0, status.waitingRecords());

    // Told once; the sum stays.
    told.clear();
    Life third = new Life(scenario, site, 3, Conditions.NORMAL);
    third.addListener(new Hearing());
    third.start();
    third.runToEnd();
    assertEquals(status.lostRecords(), third.lastStatus().streams().get("lines").lostRecords());
    third.kill();
    assertEquals(List.of("started"), told);
  }

  @Test
  void aPendingRangeThatIsGoneEndsTheJobByItsName() {
    Scenario scenario =
        scenario(
            Map.of(),
            context ->
                context
                    .directStream("files", new DirectTextFiles("/in"))
                    .map(ProtectionTest::working)
                    .writeTo("copies", SINK));
    Site site =
        Site.fresh(
            scenario,
            new Conditions() {
              @Override
              public void prepare(SimulatedDisk disk) {
                disk.storage().createDirectories("in");
                write(disk.storage(), "in/a.txt", "one\ntwo\n");
              }
            });
    broken = true;
    Life dying = new Life(scenario, site, 1, Conditions.NORMAL);
    dying.start();
    assertThrows(RuntimeException.class, dying::runToEnd);
    dying.kill();

    broken = false;
    site.disk().storage().delete("in/a.txt");
    Life without = new Life(scenario, site, 2, Conditions.NORMAL);
    without.start();
    NotReplayableException gone = assertThrows(NotReplayableException.class, without::runToEnd);
    without.kill();
    assertTrue(
        gone.getMessage()
            .startsWith(
                "Input stream 'files' (text files of /in, read in place): partition 'a.txt' no longer"
                    + " has offsets 0 until 8, needed for block 1, which is journaled and not"
                    + " processed: file sim:/in/a.txt is not there any more"),
        gone.getMessage());
    assertEquals(List.of(), rows(site));

    write(site.disk().storage(), "in/a.txt", "one\ntwo\n");
    Life mended = new Life(scenario, site, 3, Conditions.NORMAL);
    mended.start();
    mended.runToEnd();
    mended.kill();
    assertEquals(List.of("one", "two"), rows(site));
  }

  private static String working(String line) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    return line;
  }

  private static void write(Storage storage, String path, String text) {
    try (Appender file = storage.createExclusive(path)) {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
  }

  private static List<String> rows(Site site) {
    return SINK.committedRows("copies", site::place).orElseThrow().stream()
        .map(CommittedRow::row)
        .toList();
  }

  private static Scenario scenario(
      Map<String, List<String>> records, Consumer<StreamingContext> definition) {
    return new Scenario(
        1,
        life -> new Job(definition),
        (places, sent) -> Optional.empty(),
        records,
        Delivery.NORMAL,
        Settings.SMALL,
        List.of(),
        List.of());
  }

  private record Job(Consumer<StreamingContext> definition) implements StreamingJob {
    @Override
    public String name() {
      return "protection";
    }

    @Override
    public void define(StreamingContext context) {
      definition.accept(context);
    }
  }

  private final class Hearing implements StreamingListener {
    @Override
    public void onLost(LossInfo lost) {
      told.add("lost " + lost.records() + " in " + lost.blocks());
    }

    @Override
    public void onJobStarted(JobStart job) {
      told.add("started");
    }
  }
}
