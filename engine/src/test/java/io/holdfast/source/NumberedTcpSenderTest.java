package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender in examples/numbered-tcp, spoken to as a receiver does. */
final class NumberedTcpSenderTest {
  private static final Path SENDER =
      Path.of("..", "examples", "numbered-tcp", "sender.py").toAbsolutePath();

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder("python3", SENDER.toString());
    builder.command().addAll(List.of(arguments));
    builder.redirectError(directory.resolve("errors.txt").toFile());
    try {
      started.add(builder.start());
      return started.get(started.size() - 1);
    } catch (IOException e) {
      assumeTrue(false, "no python3 here: " + e.getMessage());
      throw new AssertionError("unreachable", e);
    }
  }

  /** A running sender: its port, and the last line that it has said it has. */
  private final class Sender {
    private final Process process;
    private final BufferedReader says;
    private final int port;
    private long last;

    Sender(String... arguments) throws IOException {
      process = start(arguments);
      says = process.inputReader(StandardCharsets.UTF_8);
      String first = says.readLine();
      assertNotNull(first, "it has ended: " + errors());
      port = Integer.parseInt(first.substring("PORT ".length()));
      hear();
    }

    void hear() throws IOException {
      last = Long.parseLong(says.readLine().substring("LAST ".length()));
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private String errors() {
    try {
      return Files.readString(directory.resolve("errors.txt"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One connection of a receiver. */
  private static final class Receiving implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;
    private final OutputStream out;

    Receiving(int port, String first) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out = socket.getOutputStream();
      say(first);
    }

    void say(String line) throws IOException {
      out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The next numbered line; those that say that there is no more are passed over. */
    String next() throws IOException {
      String line = lines.readLine();
      while (line != null && line.startsWith("END\t")) {
        line = lines.readLine();
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("lines.txt"), text);
  }

  @Test
  void fileIsServedFromAnyLineAndMayGrow() throws Exception {
    Path file = file("a\nb\tüb\r\nc\nhalf a li");
    Sender sender = new Sender("--listen", "127.0.0.1:0", file.toString());
    assertEquals(3, sender.last);
    try (Receiving first = new Receiving(sender.port, "RESUME 0")) {
      assertEquals("1\ta", first.lines.readLine());
      assertEquals("2\tb\tüb", first.lines.readLine());
      assertEquals("3\tc", first.lines.readLine());
      assertEquals("END\t3", first.lines.readLine());
    }
    try (Receiving second = new Receiving(sender.port, "RESUME 2")) {
      assertEquals("3\tc", second.next());
      Files.writeString(file, "ne\nlast\n", StandardOpenOption.APPEND);
      assertEquals("4\thalf a line", second.next());
      assertEquals("5\tlast", second.next());
      try (Receiving third = new Receiving(sender.port, "RESUME 5")) {
        assertNull(second.next(), "the new connection takes the place of the old one");
        Files.writeString(file, "more\n", StandardOpenOption.APPEND);
        assertEquals("6\tmore", third.next());
      }
    }
  }

  @Test
  void longFileIsServedFromTheMiddle() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int number = 1; number <= 25_000; number++) {
      text.append("row ").append(number).append('\n');
    }
    Sender sender = new Sender("--listen", "127.0.0.1:0", file(text.toString()).toString());
    for (int from : new int[] {0, 9_999, 10_000, 10_001, 24_999}) {
      try (Receiving receiving = new Receiving(sender.port, "RESUME " + from)) {
        for (int number = from + 1; number <= 25_000; number++) {
          assertEquals(number + "\trow " + number, receiving.next());
        }
      }
    }
  }

  @Test
  void whoHasMoreThanThereIsIsRefusedWithTheReason() throws Exception {
    Sender sender = new Sender("--listen", "127.0.0.1:0", file("a\n").toString());
    for (String first : List.of("RESUME 2", "HELLO", "RESUME -1")) {
      try (Receiving receiving = new Receiving(sender.port, first)) {
        assertNull(receiving.next());
      }
    }
    assertTrue(errors().contains("the job has line 2, here are lines up to 1"), this::errors);
    assertTrue(errors().contains("does not say RESUME n"), this::errors);
    try (Receiving receiving = new Receiving(sender.port, "RESUME 0")) {
      assertEquals("1\ta", receiving.next());
    }
  }

  @Test
  void wrongArgumentsAreExplained() throws Exception {
    Path missing = directory.resolve("missing");
    refused(1, "No such file or directory", missing.toString());
    refused(2, "standard input (-) needs --spool DIR", "-");
    refused(2, "a file is its own spool", "--spool", directory.toString(), missing.toString());
    refused(2, "'7000' is not HOST:PORT", "--listen", "7000", missing.toString());
    Sender sender = new Sender("--listen", "127.0.0.1:0", file("a\n").toString());
    refused(1, "Address already in use", "--listen", "127.0.0.1:" + sender.port, file("a\n") + "");
    String spool = directory.resolve("spool").toString();
    Sender first = new Sender("--listen", "127.0.0.1:0", "--spool", spool, "-");
    refused(1, "another sender uses the spool", "--spool", spool, "-");
    assertTrue(first.process.isAlive());
  }

  private void refused(int code, String why, String... arguments) throws Exception {
    assertEquals(code, start(arguments).waitFor(), why);
    assertTrue(errors().contains(why), () -> why + " in " + errors());
  }

  /**
   * Lines of standard input, while the sender is killed: who feeds it goes on behind the last line
   * that it has, and what is durable at the receiver is forgotten.
   */
  @Test
  void spoolSurvivesKillsAndForgetsWhatIsDurable() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    Path spool = directory.resolve("spool");
    String[] arguments = {
      "--listen", "127.0.0.1:0", "--spool", spool.toString(), "--spool-file-bytes", "200", "-"
    };
    long durable = 0;
    for (int life = 0; life < 6; life++) {
      Sender sender = new Sender(arguments);
      assertTrue(sender.last >= durable, "lines that were received are there");
      OutputStream in = sender.process.getOutputStream();
      long upTo = sender.last + random.nextInt(20, 60);
      for (long number = sender.last + 1; number <= upTo; number++) {
        in.write(("row " + number + "\n").getBytes(StandardCharsets.UTF_8));
      }
      in.write("torn".getBytes(StandardCharsets.UTF_8));
      in.flush();
      while (sender.last < upTo - random.nextInt(3)) {
        sender.hear();
      }
      try (Receiving receiving = new Receiving(sender.port, "RESUME " + durable)) {
        long received = durable + random.nextInt(10, 20);
        for (long number = durable + 1; number <= received; number++) {
          assertEquals(number + "\trow " + number, receiving.next());
        }
        durable = received;
        receiving.say("ACK " + durable);
      }
      sender.kill();
    }
    Sender last = new Sender(arguments);
    try (Receiving receiving = new Receiving(last.port, "RESUME " + durable)) {
      for (long number = durable + 1; number <= last.last; number++) {
        assertEquals(number + "\trow " + number, receiving.next());
      }
    }
    try (Receiving receiving = new Receiving(last.port, "RESUME " + last.last)) {
      assertEquals("END", receiving.lines.readLine().substring(0, 3));
    }
    try (Stream<Path> files = Files.list(spool)) {
      assertEquals(2, files.count(), "the lock and the last file");
    }
    assertFalse(durable == 0);
    last.process.getOutputStream().close();
    try (Receiving receiving = new Receiving(last.port, "RESUME 1")) {
      assertNotNull(receiving.next());
    }
    assertTrue(errors().contains("it runs on another or an older directory"), this::errors);
  }
}
