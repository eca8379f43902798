package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference sender in docs/formats/numbered-tcp.md, as it stands there, against the receiver.
 */
final class NumberedTcpPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "numbered-tcp.md");
  private static final String BEGIN = "<!-- script: run by NumberedTcpPageTest -->\n```python\n";
  private static final int LINES = 1_000;

  @TempDir private Path directory;

  @Test
  void theReferenceSenderWorks() throws Exception {
    Path lines = directory.resolve("lines.txt");
    Files.writeString(
        lines,
        String.join(
                "\n", IntStream.rangeClosed(1, LINES).mapToObj(i -> "zeile " + i + " ü").toList())
            + "\n");
    Process sender = python(script(), lines.toString(), "0");
    try (BufferedReader says = sender.inputReader(StandardCharsets.UTF_8)) {
      Peer peer = new Peer("127.0.0.1", port(says.readLine()));
      receive(peer, 0, says, "ACK 1000");
      receive(peer, 990, says, "ACK 1000");
    } finally {
      sender.destroyForcibly().waitFor();
    }
  }

  private static void receive(Peer peer, long from, BufferedReader says, String acknowledgement)
      throws Exception {
    RecordingContext context = new RecordingContext();
    NumberedTcpReceiver receiver = new NumberedTcpReceiver(peer);
    receiver.start(context, Map.of("line", from));
    List<String> received = context.next((int) (LINES - from));
    assertEquals("line@" + (from + 1) + ": zeile " + (from + 1) + " ü", received.get(0));
    assertEquals("line@1000: zeile 1000 ü", received.get(received.size() - 1));
    receiver.acknowledged(Map.of("line", (long) LINES));
    assertEquals(acknowledgement, says.readLine());
    context.stop(receiver);
    assertFalse(context.failed());
  }

  private Path script() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String text = page.substring(begin, page.indexOf("```\n<!-- end of script -->", begin));
    return Files.writeString(directory.resolve("sender.py"), text);
  }

  private static Process python(Path script, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder("python3", script.toString());
    builder.command().addAll(List.of(arguments));
    try {
      return builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 here: " + e.getMessage());
      throw new AssertionError("unreachable", e);
    }
  }

  private static int port(String line) {
    assertTrue(line != null && line.startsWith("PORT "), () -> "the script says: " + line);
    return Integer.parseInt(line.substring("PORT ".length()));
  }
}
