package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every exit code of {@code verify}, on the files of a word count that was really run. */
class VerifyCommandTest {
  private static final int FRAME_HEADER = 40;
  private static final int SEGMENT_CRC = 124;
  private static final int CHECKPOINT_CRC = 68;

  @TempDir private Path root;
  private WordCountFiles files;

  @BeforeEach
  void run() throws IOException {
    files = WordCountFiles.stopped(root.resolve("job"));
  }

  @Test
  void aJobThatWasKilledAndStoppedIsClean() {
    CommandLineRun run = verify(0, files.app());
    Golden.check(
        "verify.txt",
        run.out().replace(root.toString(), "ROOT").replaceAll("\\d+\\.\\d KiB, 9", "... KiB, 9"));
    assertEquals(0, verify(0, files.output()).exitCode());
  }

  @Test
  void aJobThatWasKilledAndNotStartedAgainIsClean() throws IOException {
    WordCountFiles killed = WordCountFiles.killed(root.resolve("killed"));
    String out = verify(0, killed.app()).out();
    assertTrue(out.contains("that a start would need, each readable"), out);
    verify(0, killed.output());
  }

  @Test
  void aRunningJobIsCleanAtEveryMoment() {
    int[] looks = {0};
    WordCountFiles.watched(
        app -> {
          looks[0]++;
          List<Finding> wrong =
              ApplicationInspector.inspect(app, what -> {}).findings().stream()
                  .filter(finding -> finding.exitCode() != ExitCode.OK)
                  .filter(finding -> !finding.subject().equals("identity"))
                  .toList();
          assertEquals(List.of(), wrong);
        });
    assertTrue(looks[0] > 50, looks[0] + " looks");
  }

  @Test
  void aTornTailAloneIsOne() throws IOException {
    WordCountFiles killed = WordCountFiles.killed(root.resolve("killed"));
    Path journal = last(killed.app(), "journal");
    long length = Files.size(journal);
    Files.write(journal, concat(Files.readAllBytes(journal), new byte[] {1, 2, 3, 4, 5}));
    String out = verify(1, killed.app()).out();
    assertTrue(out.contains("TORN_TAIL     journal"), out);
    assertTrue(out.contains(journal + " offset " + length + ": "), out);
    assertTrue(out.endsWith("1 torn, 0 not sound: " + ExitCode.INEXACT.words() + "\n"), out);
    assertEquals(1, CommandLineRun.dump(journal).exitCode());
  }

  @Test
  void aFlippedBitInAnAcknowledgedRecordIsDamageWithFileAndOffset() throws IOException {
    Path journal = first(files.app(), "journal");
    long second = 128 + FRAME_HEADER + 24;
    flip(journal, second + FRAME_HEADER + 3);
    String out = verify(3, files.app()).out();
    assertTrue(out.contains("DAMAGED       journal"), out);
    assertTrue(
        out.contains(
            journal
                + " offset "
                + second
                + ": the payload of the frame does not match its checksum, but LSN "),
        out);
    assertTrue(out.contains("A single flipped bit explains it: bit "), out);
    assertEquals(3, CommandLineRun.dump(journal).exitCode());
    assertEquals(3, CommandLineRun.dump(files.app()).exitCode());
  }

  @Test
  void theLastAcknowledgedRecordIsDamagedEvenWhereItsSegmentAloneLooksTorn() throws IOException {
    WordCountFiles killed = WordCountFiles.killed(root.resolve("killed"));
    Path data = last(killed.app(), "data/blocks");
    byte[] bytes = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(3, CommandLineRun.dump(data).exitCode(), "the tail mark tells");
    Files.delete(data.resolveSibling("tail.mark"));
    assertEquals(1, CommandLineRun.dump(data).exitCode());
    verify(3, killed.app());
    verify(3, data.getParent());
  }

  @Test
  void everyByteOfACheckpointAndOfAnOutputCounts() throws IOException {
    flip(last(files.app(), "checkpoints"), 400);
    assertTrue(verify(3, files.app()).out().contains("DAMAGED       checkpoint"));
    Path part = first(first(files.output(), ""), "").resolveSibling("part-00000.txt");
    flip(part, 2);
    assertTrue(verify(3, files.output()).out().contains(part + ": CRC32C is"));
  }

  @Test
  void aMissingSegmentIsAGap() throws IOException {
    Path third = last(files.app(), "journal");
    Files.delete(third);
    verify(6, files.app());
    verify(6, files.app().resolve("journal"));
  }

  @Test
  void aMissingSegmentAtTheBeginningIsAGap() throws IOException {
    Path oldest = first(files.app(), "journal");
    byte[] kept = Files.readAllBytes(oldest);
    Files.delete(oldest);
    String out = verify(6, files.app()).out();
    assertTrue(out.contains("intact, but not replayable: " + oldest.getParent() + " is"), out);
    assertTrue(out.matches("(?s).*needed from LSN 2\\d, but begins at LSN 28.*"), out);
    Files.write(oldest, kept);
    verify(0, files.app());
    Files.delete(first(files.app(), "state/totals"));
    assertTrue(verify(6, files.app()).out().contains("GAP           checkpoint"));
  }

  /** As a driver that was taken over, was stopped meanwhile and publishes what it has written. */
  @Test
  void aCheckpointThatComesAfterItsLogsWereReleasedIsSupersededWhileThereAreNewerOnes()
      throws IOException {
    WordCountFiles earlier = WordCountFiles.killed(root.resolve("earlier"));
    Path known = first(earlier.app(), "checkpoints");
    Path late = late(known);
    Path there = files.app().resolve("checkpoints").resolve(late.getFileName());
    Files.copy(late, there);
    String out = verify(0, files.app()).out();
    assertTrue(out.contains("SUPERSEDED    checkpoint    checkpoints/" + late.getFileName()), out);
    // One that the application has released itself had to be gone before its logs.
    Path named = files.app().resolve("checkpoints").resolve(known.getFileName());
    Files.copy(known, named);
    assertTrue(verify(6, files.app()).out().contains("GAP           checkpoint"));
    Files.delete(named);
    for (Path own : sorted(files.app(), "checkpoints")) {
      if (!own.equals(there)) {
        Files.delete(own);
      }
    }
    assertTrue(verify(6, files.app()).out().contains("GAP           checkpoint"));
  }

  /** The same checkpoint, of a batch that nobody has heard of. */
  private Path late(Path checkpoint) {
    Storage storage = LocalStorage.openReadOnly(checkpoint.getParent());
    CheckpointId id = CheckpointId.parse(checkpoint.getFileName().toString()).orElseThrow();
    UUID application = ApplicationIdentity.require(LocalStorage.openReadOnly(files.app())).id();
    Checkpoint written = new CheckpointStore(storage, "", application).read(id);
    CheckpointId late = new CheckpointId(id.epoch(), id.batchTimeMillis() + 5);
    Path place = root.resolve("late");
    String unused =
        new CheckpointStore(LocalStorage.open(place), "", application)
            .write(new Checkpoint(late, written.createdMillis(), written.sections()));
    return place.resolve(late.fileName());
  }

  @Test
  void aMissingLogIdentityOrPartIsAGap() throws IOException {
    Path batch = last(files.output(), "");
    Files.delete(batch.resolve("part-00000.txt"));
    assertTrue(verify(6, files.output()).out().contains("is missing, its manifest names it"));
    Files.delete(batch.resolve("_manifest"));
    assertTrue(verify(6, files.output()).out().contains("the batch has no manifest"));
    Files.delete(files.app().resolve("identity"));
    assertTrue(verify(6, files.app()).out().contains("GAP           identity"));
    for (Path segment : sorted(files.app(), "data/blocks")) {
      Files.delete(segment);
    }
    verify(6, files.app());
  }

  @Test
  void damageComesBeforeAGapAndAGapBeforeATornTail() throws IOException {
    Path data = last(files.app(), "data/blocks");
    Files.write(data, concat(Files.readAllBytes(data), new byte[] {9}));
    verify(1, files.app());
    Files.delete(first(files.app(), "journal"));
    verify(6, files.app());
    flip(last(files.app(), "checkpoints"), 100);
    verify(3, files.app());
  }

  @Test
  void aNewerFormatIsNamedAsSuch() throws IOException {
    Path journal = last(files.app(), "journal");
    byte[] old = Files.readAllBytes(journal);
    Files.write(journal, newer(old, SEGMENT_CRC));
    assertTrue(verify(4, files.app()).out().contains("NEWER_FORMAT  journal"));
    assertEquals(4, CommandLineRun.dump(journal).exitCode());
    Files.write(journal, old);
    Path checkpoint = last(files.app(), "checkpoints");
    Files.write(checkpoint, newer(Files.readAllBytes(checkpoint), CHECKPOINT_CRC));
    assertTrue(verify(4, files.app()).out().contains("NEWER_FORMAT  checkpoint"));
    assertEquals(4, CommandLineRun.dump(checkpoint).exitCode());
    Path identity = files.app().resolve("identity");
    Files.writeString(identity, Files.readString(identity).replace("tion 1", "tion 2"));
    assertTrue(verify(4, files.app()).out().contains("NEWER_FORMAT  identity"));
  }

  @Test
  void filesOfAnotherApplicationAreForeign() throws IOException {
    WordCountFiles other = WordCountFiles.stopped(root.resolve("other"), 7);
    Path data = last(files.app(), "data/blocks");
    byte[] own = Files.readAllBytes(data);
    Files.write(data, Files.readAllBytes(last(other.app(), "data/blocks")));
    assertTrue(verify(11, files.app()).out().contains("FOREIGN       data log"));
    Files.write(data, own);
    Path checkpoint = last(files.app(), "checkpoints");
    Path strange = last(other.app(), "checkpoints");
    Files.copy(strange, checkpoint.resolveSibling(strange.getFileName() + ".copy"));
    Files.delete(checkpoint);
    Files.move(
        checkpoint.resolveSibling(strange.getFileName() + ".copy"),
        checkpoint.resolveSibling(strange.getFileName()));
    assertTrue(verify(11, files.app()).out().contains("FOREIGN       checkpoint"));
  }

  @Test
  void whatCannotBeReadIsNoDamage() throws IOException {
    Path data = files.app().resolve("data");
    Files.move(data, root.resolve("moved"));
    Files.writeString(data, "a file");
    CommandLineRun run = CommandLineRun.verify(files.app());
    assertEquals(5, run.exitCode());
    assertTrue(run.error().endsWith("data: it is not a directory"), run.error());
  }

  @Test
  void whatIsNotHoldfastsIsAUsageErrorWithTheWayOut() throws IOException {
    Path nothing = root.resolve("nothing");
    assertRefused("There is nothing at " + nothing + ". Check the path", nothing);
    Path empty = Files.createDirectory(root.resolve("empty"));
    assertRefused(empty + " is empty. Name the directory of an application", empty);
    Path other = Files.writeString(empty.resolve("notes.txt"), "some text");
    assertRefused(other + " is neither a log segment nor a checkpoint nor a manifest", other);
    assertRefused(empty + " holds nothing of Holdfast's", empty);
    assertEquals(2, CommandLineRun.verify().exitCode());
  }

  @Test
  void aSegmentUnderAStrangeNameIsKnownByItsFirstBytes() throws IOException {
    Path copy = root.resolve("strange.bin");
    Files.copy(last(files.app(), "journal"), copy);
    verify(0, copy);
    assertTrue(CommandLineRun.dump(copy).out().contains("verdict CLEAN"));
    flip(copy, 200);
    verify(3, copy);
  }

  @Test
  void jsonIsAnObjectAFindingAndASummary() throws IOException {
    List<String> lines = verify(0, files.app(), "--json").out().lines().toList();
    for (String line : lines) {
      try (JsonParser parser = new JsonFactory().createParser(line)) {
        assertEquals(JsonToken.START_OBJECT, parser.nextToken(), line);
      }
    }
    String head =
        "{\"type\":\"holdfast\",\"schema\":\"" + Printer.SCHEMA + "\",\"command\":\"verify\"}";
    assertEquals(head, lines.get(0));
    assertTrue(lines.get(1).startsWith("{\"type\":\"finding\",\"subject\":\"identity\""));
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("{\"type\":\"summary\",\"checked\":" + (lines.size() - 2)), last);
    assertTrue(last.endsWith("\"verdict\":\"clean\",\"exit_code\":0}"), last);
  }

  private static CommandLineRun verify(int expected, Object... args) {
    CommandLineRun run = CommandLineRun.verify(args);
    assertEquals("", run.error());
    assertEquals(expected, run.exitCode(), run.out());
    return run;
  }

  private static void assertRefused(String message, Path path) {
    for (CommandLineRun run : List.of(CommandLineRun.verify(path), CommandLineRun.dump(path))) {
      assertEquals(2, run.exitCode(), run.error());
      assertEquals("", run.out());
      assertTrue(run.error().startsWith(message), run.error());
      assertFalse(run.error().contains("\n"), run.error());
    }
  }

  /** The same file as a newer version would write it, checksum right. */
  private static byte[] newer(byte[] bytes, int crcOffset) {
    ByteBuffer file = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort(8, (short) 2);
    CRC32C crc = new CRC32C();
    crc.update(file.array(), 0, crcOffset);
    file.putInt(crcOffset, (int) crc.getValue());
    return file.array();
  }

  private static void flip(Path file, long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) offset] ^= 4;
    Files.write(file, bytes);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Path first(Path directory, String below) throws IOException {
    return sorted(directory, below).stream()
        .filter(path -> !path.getFileName().toString().equals("_holdfast"))
        .findFirst()
        .orElseThrow();
  }

  private static Path last(Path directory, String below) throws IOException {
    List<Path> found = sorted(directory, below);
    return found.get(found.size() - 1);
  }

  private static List<Path> sorted(Path directory, String below) throws IOException {
    try (Stream<Path> found = Files.list(directory.resolve(below))) {
      return found.filter(path -> !path.endsWith("tail.mark")).sorted().toList();
    }
  }
}
