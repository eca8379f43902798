package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
  @TempDir private Path directory;

  @Test
  void allKindsOfLineEndsBecomeOne() throws IOException {
    assertEquals("a\nb\n\nc\n", text("a\r\nb\n\r\nc".getBytes(StandardCharsets.UTF_8), 10));
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() throws IOException {
    assertEquals("a\uFFFDb\n", text(new byte[] {'a', (byte) 0xFF, 'b'}, 10));
  }

  @Test
  void noMoreLinesAreTakenThanAreSent() throws IOException {
    assertEquals("a\nb\n", text("a\nb\nc\n".getBytes(StandardCharsets.UTF_8), 2));
  }

  @Test
  void anEmptyFileAndADirectoryAreNoInput() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    assertEquals(
        "--input " + empty + " is empty; name a file with some text", refusal(Optional.of(empty)));
    assertEquals(
        "--input " + directory + ": it is a directory; name a file",
        refusal(Optional.of(directory)));
  }

  @Test
  void outsideOfASourceCheckoutAFileMustBeNamed() {
    assertEquals(
        "there are no sources to use as input; name a file with --input",
        refusal(Optional.empty()));
  }

  @Test
  void theDefaultIsWhatWasWrittenAndNotWhatWasBuilt() throws IOException {
    write("b.md", "second");
    write("a/A.java", "first");
    write("a/target/B.java", "built");
    write(".git/c.xml", "hidden");
    write("d.txt", "other");
    Path target = Files.createTempDirectory(directory, "out").resolve("input.txt");
    Corpus.write(Optional.empty(), Optional.of(directory), target, 10);
    assertEquals("first\nsecond\n", Files.readString(target));
  }

  @Test
  void expectedCountsFollowTheRepetitionOfTheInput() throws IOException {
    Path input = Files.writeString(directory.resolve("input"), "the sea\n\nthe  rock \n");
    ExpectedCounts counts = ExpectedCounts.of(input, 7);
    assertEquals(Map.of("the", 5L, "sea", 3L, "rock", 2L), counts.counts());
    assertEquals(10, counts.words());
  }

  @Test
  void linesThatAreNeverSentAreNotExpected() throws IOException {
    Path input = Files.writeString(directory.resolve("input"), "one\ntwo\n");
    assertEquals(Map.of("one", 1L), ExpectedCounts.of(input, 1).counts());
  }

  private String text(byte[] bytes, long maxLines) throws IOException {
    Path input = Files.write(directory.resolve("in"), bytes);
    Path target = directory.resolve("out");
    Corpus.write(Optional.of(input), Optional.empty(), target, maxLines);
    return Files.readString(target);
  }

  private String refusal(Optional<Path> input) {
    return assertThrows(
            ConfigurationException.class,
            () -> Corpus.write(input, Optional.empty(), directory.resolve("out"), 10))
        .getMessage();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
