package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.Guarantee;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of other forms than lines out of the files of a directory, in simulated time. */
final class DirectorySourceTest {
  private static final Duration POLL = Duration.ofMillis(200);

  @TempDir private Path directory;
  private final RecordingContext context = new RecordingContext();

  private Receiver<String> start(RecordReader<String> reader, Map<String, Long> resumeAfter) {
    Receiver<String> receiver = DirectorySource.of(directory, reader).createReceiver();
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

  /** Records of a length, shown as text. */
  private RecordReader<String> fixedLength(int bytes) {
    RecordReader<byte[]> reader = DirectorySource.fixedLength(directory, bytes).reader();
    return new RecordReader<>() {
      @Override
      public RecordCodec<String> codec() {
        return RecordCodec.text();
      }

      @Override
      public Optional<Taken<String>> next(InputStream in) throws IOException {
        return reader
            .next(in)
            .map(
                taken ->
                    new Taken<>(new String(taken.record(), StandardCharsets.UTF_8), taken.bytes()));
      }

      @Override
      public String form() {
        return reader.form();
      }
    };
  }

  /** A byte that says the length, then text; reads ahead as readers do. */
  private static final class Prefixed implements RecordReader<String> {
    private final int extra;
    private final boolean takesTheRest;

    Prefixed(int extra, boolean takesTheRest) {
      this.extra = extra;
      this.takesTheRest = takesTheRest;
    }

    @Override
    public RecordCodec<String> codec() {
      return RecordCodec.text();
    }

    @Override
    public Optional<Taken<String>> next(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(new BufferedInputStream(in, 100));
      byte[] text = new byte[data.readUnsignedByte() - '0'];
      if (text.length > 9) {
        throw new IllegalArgumentException("the length is no digit");
      }
      data.readFully(text);
      return Optional.of(
          new Taken<>(new String(text, StandardCharsets.UTF_8), text.length + 1L + extra));
    }

    @Override
    public Optional<String> rest(byte[] bytes) {
      return takesTheRest
          ? Optional.of("rest " + new String(bytes, StandardCharsets.UTF_8))
          : Optional.empty();
    }

    @Override
    public String form() {
      return "short texts";
    }
  }

  @Test
  void recordsOfAFixedLengthAreReadAndResumedByTheByte() throws IOException {
    write("b", "eeee");
    write("a", "aaaabbbbcccc");
    start(fixedLength(4), Map.of("a", 4L));
    assertEquals(List.of("a@8: bbbb", "a@12: cccc", "b@4: eeee"), context.rest());
    write("a", "dd");
    polls(1);
    assertEquals(List.of(), context.rest());
    write("a", "dd");
    polls(1);
    assertEquals(List.of("a@16: dddd"), context.rest());
    assertFalse(context.failed());
  }

  @Test
  void fileThatIsNoMultipleIsWaitedForAndThenNamed() throws Exception {
    write("a", "aaaab");
    write("b", "bbbb");
    start(fixedLength(4), Map.of());
    polls(3);
    write("a", "b");
    polls(4);
    assertFalse(context.failed(), "it is still growing");
    polls(3);
    assertEquals(
        directory.resolve("a")
            + " has 2 bytes behind its last whole record, which ends at byte 4, and has not grown"
            + " for a second: it is cut, or has records of another form. Complete it, or take it"
            + " away",
        context.failure());
    assertEquals(List.of("a@4: aaaa", "b@4: bbbb"), context.rest());
  }

  @Test
  void readerSaysHowManyBytesARecordTook() throws IOException {
    write("a", "3one4four05three");
    start(new Prefixed(0, false), Map.of("a", 4L));
    assertEquals(List.of("a@9: four", "a@10: ", "a@16: three"), context.rest());
    write("a", "5fi");
    polls(1);
    write("a", "ve!");
    polls(1);
    assertEquals(List.of("a@22: five!"), context.rest());
  }

  @Test
  void recordsBeyondTheBufferAreWhole() throws IOException {
    String many = "5seven".repeat(30_000);
    write("a", many);
    start(new Prefixed(0, false), Map.of());
    List<String> stored = context.rest();
    assertEquals(30_000, stored.size());
    assertEquals("a@180000: seven", stored.get(29_999));
    String large = "x".repeat(200_000);
    write("large", large);
    start(fixedLength(200_000), Map.of("a", (long) many.length()));
    assertEquals(List.of("large@200000: " + large), context.rest());
  }

  @Test
  void readerMayTakeTheRestOfAQuietFile() throws IOException {
    write("a", "3one3tw");
    start(new Prefixed(0, true), Map.of());
    polls(8);
    assertEquals(List.of("a@4: one", "a@7: rest 3tw"), context.rest());
    assertFalse(context.failed());
  }

  @Test
  void bytesThatAreNoRecordAreNamed() throws Exception {
    write("a", "3one3two");
    write("b", "3one~two");
    start(new Prefixed(0, false), Map.of());
    assertEquals(
        directory.resolve("b") + " has no record at byte 4: the length is no digit",
        context.failure());
    assertEquals(List.of("a@4: one", "a@8: two", "b@4: one"), context.rest());
  }

  @Test
  void readerThatClaimsMoreThanThereIsIsNotBelieved() throws Exception {
    write("a", "3one");
    start(new Prefixed(1, false), Map.of());
    assertEquals(
        "the reader of short texts says that the record at byte 0 of "
            + directory.resolve("a")
            + " took 5 bytes of the 4 that are there; mend the reader",
        context.failure());
    assertEquals(List.of(), context.rest());
  }

  @Test
  void saysWhatItReads() {
    DirectorySource<byte[]> source = DirectorySource.fixedLength(directory, 16);
    assertEquals("directory " + directory + " with records of 16 bytes", source.description());
    assertEquals(Guarantee.EXACTLY_ONCE, source.promise().guarantee());
    byte[] bytes = {1, 2, 3};
    assertArrayEquals(new byte[] {2, 3}, source.codec().decode(bytes, 1, 2));
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> DirectorySource.fixedLength(directory, 0));
    assertTrue(refused.getMessage().contains("allowed: 1 to"), refused.getMessage());
  }
}
