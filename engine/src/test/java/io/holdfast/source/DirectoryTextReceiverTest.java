package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a directory, polled in simulated time. */
final class DirectoryTextReceiverTest {
  private static final Duration POLL = Duration.ofMillis(200);

  @TempDir private Path directory;
  private final RecordingContext context = new RecordingContext();

  private Receiver<String> start(Map<String, Long> resumeAfter) {
    Receiver<String> receiver = new DirectoryTextSource(directory).createReceiver();
    receiver.start(context, resumeAfter);
    context.scheduler.runReady();
    return receiver;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(
        directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void polls(int count) {
    context.scheduler.runFor(POLL.multipliedBy(count));
  }

  @Test
  void filesAreReadInTheOrderOfTheirNames() throws IOException {
    write("b.txt", "three\n");
    write("a.txt", "one\r\ntwo\n");
    start(Map.of());
    assertEquals(List.of("a.txt@5: one", "a.txt@9: two", "b.txt@6: three"), context.rest());
    polls(20);
    assertEquals(List.of(), context.rest());
  }

  @Test
  void whatGrowsOrComesLaterIsReadOn() throws IOException {
    write("a.txt", "one\nunfin");
    start(Map.of());
    assertEquals(List.of("a.txt@4: one"), context.rest());
    write("a.txt", "ished\n");
    write("b.txt", "two\n");
    polls(1);
    assertEquals(List.of("a.txt@15: unfinished", "b.txt@4: two"), context.rest());
  }

  @Test
  void lastLineWithoutAnEndIsTakenWhenTheFileHasBeenQuiet() throws IOException {
    write("a.txt", "one\ntwo");
    start(Map.of());
    polls(3);
    assertEquals(List.of("a.txt@4: one"), context.rest());
    write("a.txt", "2");
    polls(3);
    assertEquals(List.of(), context.rest());
    polls(5);
    assertEquals(List.of("a.txt@8: two2"), context.rest());
    polls(20);
    assertEquals(List.of(), context.rest());
  }

  @Test
  void resumesBehindWhatIsDurable() throws IOException {
    write("a.txt", "one\ntwo\nthree\n");
    write("b.txt", "four\n");
    start(Map.of("a.txt", 8L, "gone.txt", 100L));
    assertEquals(List.of("a.txt@14: three", "b.txt@5: four"), context.rest());
  }

  @Test
  void namesThatMeanNotYetAreLeftAlone() throws IOException {
    for (String name : List.of(".hidden", "_private", "coming.txt.tmp")) {
      write(name, "no\n");
    }
    Files.createDirectory(directory.resolve("below"));
    start(Map.of());
    polls(2);
    assertEquals(List.of(), context.rest());
    Files.move(directory.resolve("coming.txt.tmp"), directory.resolve("coming.txt"));
    polls(1);
    assertEquals(List.of("coming.txt@3: no"), context.rest());
  }

  @Test
  void fileThatBecameShorterIsRefused() throws Exception {
    write("a.txt", "one\ntwo\n");
    start(Map.of());
    assertEquals(2, context.rest().size());
    Files.writeString(directory.resolve("a.txt"), "new\n");
    polls(1);
    assertEquals(
        directory.resolve("a.txt")
            + " has 4 bytes, but 8 were read from it before: it was replaced or cut. Give the new"
            + " content a new name",
        context.failure());
    polls(5);
    assertFalse(context.failed(), "a receiver that has failed goes on");
  }

  @Test
  void missingDirectoryIsNamed() throws Exception {
    directory = directory.resolve("missing");
    start(Map.of());
    assertEquals(
        "the directory " + directory + " does not exist or is not a directory", context.failure());
  }

  @Test
  void stoppedReceiverReadsNothingMore() throws IOException {
    Receiver<String> receiver = start(Map.of());
    receiver.stop();
    write("a.txt", "one\n");
    polls(5);
    assertEquals(List.of(), context.rest());
    assertFalse(context.failed());
  }

  @Test
  void linesLongerThanTheBufferAreWhole() throws IOException {
    String large = "x".repeat(300_000);
    write("a.txt", "short\n" + large + "\nshort\n");
    start(Map.of());
    List<String> stored = context.rest();
    assertEquals(3, stored.size());
    assertTrue(stored.get(1).equals("a.txt@300007: " + large), "the long line is spoilt");
    assertEquals("a.txt@300013: short", stored.get(2));
  }
}
