package io.holdfast.inspection.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.Verdict;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import makes of lines that were edited, of lines that are wrong, and of a crash. */
class ImporterTest {
  private static final int SEEDS = 3;

  @TempDir private static Path root;
  private static String lines;
  private static String journal;
  private static Map<String, byte[]> files;

  @BeforeAll
  static void run() throws IOException {
    Path app = WordCountFiles.stopped(root).app();
    files = FileTree.of(app);
    lines = text(LocalStorage.openReadOnly(app));
    journal = text(LocalStorage.openReadOnly(app.resolve("journal")));
  }

  private static String text(Storage storage) {
    return new String(RoundTripTest.export(storage), StandardCharsets.UTF_8);
  }

  @Test
  void anEditedApplicationIsSound() {
    Storage target = new SimulatedDisk().storage();
    // A block gets longer, so that all behind it moves; the journal's events get other lengths.
    String edited =
        lines
            .replace("rock storm 59", "rock storm fifty-nine, and a good deal longer than before")
            .replace("\"by\":\"driver 2\"", "\"by\":\"somebody with a name of another length\"");
    Importer.Summary summary = imported(target, edited);
    ApplicationReport report = ApplicationInspector.inspect(target.directory("app"), what -> {});
    assertEquals(ExitCode.OK, report.exitCode(), report.findings().toString());
    assertTrue(
        summary.edited().contains("data/blocks/segment-00000000000000000004.hfw"),
        summary.edited().toString());
    assertTrue(
        text(target.directory("app")).contains("\"rock storm fifty-nine, and"),
        "the edited record");
  }

  @Test
  void aTextWithAChecksumGetsANewOne() {
    Storage target = new SimulatedDisk().storage();
    String edited =
        lines.replace("{\"type\":\"line\",\"text\":\"name=word-count\"}", line("name=x"));
    assertEquals(List.of("identity"), imported(target, edited).edited());
    assertEquals(
        "x",
        ApplicationInspector.inspect(target.directory("app"), what -> {})
            .identity()
            .orElseThrow()
            .name());
  }

  private static String line(String text) {
    return "{\"type\":\"line\",\"text\":\"" + text + "\"}";
  }

  @Test
  void framesThatAreLeftOutAtTheEndLeaveALogThatIsSound() {
    List<String> all = new ArrayList<>(journal.lines().toList());
    int seal = all.size() - 1;
    while (!all.get(seal).contains("\"SEAL\"")) {
      seal--;
    }
    all.remove(seal);
    Storage target = new SimulatedDisk().storage();
    assertEquals(1, imported(target, String.join("\n", all) + "\n").edited().size());
    List<Verdict> verdicts =
        LogInspector.log(target, "app", null, 0).segments().stream()
            .map(SegmentReport::verdict)
            .toList();
    assertEquals(List.of(Verdict.CLEAN, Verdict.OPEN_TAIL), verdicts);
  }

  @Test
  void everythingThatIsWrongIsNamedWithItsLine() {
    refused(ExitCode.NEWER_FORMAT, "line 1: the export has version 2.0", sub("1.0\"", "2.0\""));
    refused(ExitCode.DAMAGED, "line 1: this is no export of Holdfast", l -> "{}\n");
    refused(ExitCode.DAMAGED, "line 1: it cannot be read as JSON", l -> "no\n" + l);
    refused(ExitCode.DAMAGED, "line 1: this is no export", l -> "");
    refused(ExitCode.DAMAGED, "ends in the middle of the line", l -> l.substring(0, 3000));
    refused(ExitCode.DAMAGED, "without its last line", l -> l.substring(0, end(l)));
    refused(ExitCode.DAMAGED, "something follows", l -> l + "{\"type\":\"note\"}\n");
    refused(
        ExitCode.DAMAGED, "line 4: it cannot be read", sub("\"lsn\":18", "\"lsn\":18,\"lsn\":1"));
    refused(ExitCode.USAGE, "line 4: field 'lsn' is missing", sub("\"lsn\"", "\"lns\""));
    refused(ExitCode.USAGE, "'lsn' must be a whole number", sub("\"lsn\":18", "\"lsn\":\"18\""));
    refused(ExitCode.USAGE, "not a whole number of 64 bits", sub("\"lsn\":18", "\"lsn\":1.5"));
    refused(ExitCode.USAGE, "64 bits", sub("\"lsn\":18", "\"lsn\":99999999999999999999"));
    refused(ExitCode.USAGE, "there is no frame type 'DATUM'", sub("\"DATA\"", "\"DATUM\""));
    refused(ExitCode.USAGE, "the unknown type 'batch'", sub("batch_allocated", "batch"));
    refused(ExitCode.USAGE, "no line of type 'frames'", sub("\"frame\"", "\"frames\""));
    refused(ExitCode.USAGE, "which is no UUID", sub("\"log\":\"", "\"log\":\"-"));
    refused(ExitCode.USAGE, "no storage path".substring(3), sub("\"segment-", "\"../segment-"));
    refused(
        ExitCode.USAGE, "begins with a line of type 'segment_header'", sub("segment_header", "f"));
    refused(
        ExitCode.USAGE,
        "cannot stand outside of a file",
        sub("\"type\":\"file\"", "\"type\":\"x\""));
    refused(
        ExitCode.USAGE, "is none of SEGMENT", sub("\"format\":\"segment\"", "\"format\":\"s\""));
    refused(
        ExitCode.USAGE, "not among the lines before", sub("\"sequence\":3}", "\"sequence\":9}"));
    refused(ExitCode.USAGE, "there are two files", l -> l.replaceAll("0(3|4).hfw", "03.hfw"));
  }

  private static int end(String all) {
    return all.lastIndexOf("{\"type\":\"end\"");
  }

  private static UnaryOperator<String> sub(String from, String to) {
    return all -> all.replaceFirst(Pattern.quote(from), to);
  }

  private static void refused(ExitCode code, String part, UnaryOperator<String> change) {
    Storage target = new SimulatedDisk().storage();
    String changed = change.apply(journal);
    assertTrue(!changed.equals(journal), part + ": nothing was changed");
    HoldfastException refused =
        assertThrows(HoldfastException.class, () -> imported(target, changed), part);
    assertEquals(code, refused.exitCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
    assertTrue(refused.getMessage().contains(" line "), refused.getMessage());
    assertEquals(List.of(), target.list(""), "left behind: " + part);
  }

  @Test
  void aDirectoryWithFilesIsLeftAlone() {
    Storage target = new SimulatedDisk().storage();
    imported(target, journal);
    Map<String, byte[]> before = FileTree.of(target, "app");
    HoldfastException refused =
        assertThrows(HoldfastException.class, () -> imported(target, lines));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertEquals(before.keySet(), FileTree.of(target, "app").keySet());
  }

  @Test
  void aCrashLeavesTheWholeDirectoryOrNone() {
    SimulatedDisk run = new SimulatedDisk();
    List<SimulatedDisk> stops = new ArrayList<>();
    run.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            stops.add(run.fork());
          }
        });
    imported(run.storage(), lines);
    assertTrue(stops.size() > 50, stops.size() + " operations");
    for (SimulatedDisk stop : stops) {
      for (CrashProfile profile : CrashProfile.values()) {
        for (long seed = 0; seed < SEEDS; seed++) {
          check(stop.crash(profile, seed), profile + ", seed " + seed);
        }
      }
    }
    check(run.crash(CrashProfile.LOSE_ALL, 1), "behind its end");
    assertEquals(
        files.keySet(), FileTree.of(run.crash(CrashProfile.LOSE_ALL, 1).storage(), "app").keySet());
  }

  private static void check(SimulatedDisk found, String what) {
    Storage storage = found.storage();
    if (storage.exists("app")) {
      Map<String, byte[]> there = FileTree.of(storage, "app");
      assertEquals(files.keySet(), there.keySet(), what);
      files.forEach((path, content) -> assertArrayEquals(content, there.get(path), what));
    }
  }

  private static Importer.Summary imported(Storage target, String text) {
    return Importer.run(
        target, "app", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "export");
  }
}
