package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.WordsJob;
import io.holdfast.tools.Main;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of incidents tells the truth: each is prepared on real files, the page's commands run on
 * it in order, and what they print is what the page has. {@code -Dholdfast.golden.write=true}
 * writes the outputs anew; read the difference.
 */
class OperatingPageTest {
  private static final Path PAGE = Path.of("../docs/operating.md");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- run: ([a-z-]+) -->\n```text\n(.*?)```\n", Pattern.DOTALL);
  private static final String PLACE = "/srv/jobs";

  @TempDir private Path root;
  private final Map<String, Path> places = new HashMap<>();

  @Test
  void whatThePageShowsIsWhatIsPrinted() throws Exception {
    String page = Files.readString(PAGE);
    Matcher block = BLOCK.matcher(page);
    StringBuilder written = new StringBuilder();
    int incidents = 0;
    while (block.find()) {
      String text = "<!-- run: " + block.group(1) + " -->\n```text\n";
      String outputs = outputs(block.group(1), block.group(2));
      block.appendReplacement(written, Matcher.quoteReplacement(text + outputs + "```\n"));
      incidents++;
    }
    block.appendTail(written);
    assertTrue(incidents >= 8, incidents + " incidents");
    if (Boolean.getBoolean("holdfast.golden.write")) {
      Files.writeString(PAGE, written);
    }
    assertEquals(Files.readString(PAGE), written.toString());
  }

  private String outputs(String incident, String block) throws Exception {
    Path place = place(incident);
    Optional<Storage.Lock> driver =
        incident.equals("second") ? Optional.of(drive(place)) : Optional.empty();
    StringBuilder out = new StringBuilder();
    for (String line : block.lines().filter(l -> l.startsWith("$ holdfast ")).toList()) {
      out.append(out.isEmpty() ? "" : "\n").append(line).append('\n');
      out.append(run(line.substring("$ holdfast ".length()), place));
    }
    driver.ifPresent(Storage.Lock::close);
    return out.toString();
  }

  private static Storage.Lock drive(Path place) {
    Storage.Lock lock = LocalStorage.open(place.resolve("app")).lock("lock");
    lock.describe("process 4711 on host-1");
    return lock;
  }

  /** Prepared once; a name with a dash goes on where the one before it was. */
  private Path place(String incident) throws Exception {
    String first = incident.split("-", 2)[0];
    Path known = places.get(first);
    if (known != null) {
      return known;
    }
    Path place = root.resolve(first);
    places.put(first, place);
    prepare(first, place);
    return place;
  }

  private static void prepare(String incident, Path place) throws Exception {
    Path journal = place.resolve("app/journal/segment-00000000000000000002.hfw");
    switch (incident) {
      case "torn" -> {
        WordCountFiles unused = WordCountFiles.killed(place);
        byte[] bytes = Files.readAllBytes(journal);
        byte[] torn = Arrays.copyOf(bytes, bytes.length + 21);
        Arrays.fill(torn, bytes.length, torn.length, (byte) 'x');
        Files.write(journal, torn);
      }
      case "flipped" -> {
        WordCountFiles unused = WordCountFiles.killed(place);
        byte[] bytes = Files.readAllBytes(journal);
        bytes[300] ^= 4;
        Files.write(journal, bytes);
      }
      case "checkpoint" -> {
        WordCountFiles unused = WordCountFiles.killed(place);
        Path newest =
            place.resolve("app/checkpoints/checkpoint-0000000002-00000001700001000010.hfc");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(bytes, bytes.length - 100));
      }
      case "directory" -> {
        WordCountFiles unused = WordCountFiles.stopped(place);
        Files.createDirectory(place.resolve("elsewhere"));
        Files.writeString(place.resolve("elsewhere/notes.txt"), "mine");
      }
      case "backlog" -> {
        WordCountFiles unused = WordCountFiles.pending(place);
      }
      case "changed" -> {
        WordsJob first = WordsJob.first(place);
        first.run(first.jar("old"), 150, false);
        String jar = first.with("Words", "writeTo(\"long-lines\"", "writeTo(\"longer\"").jar("new");
        Files.copy(Path.of(jar.substring(0, jar.indexOf('#'))), place.resolve("new.jar"));
      }
      default -> {
        WordCountFiles unused = WordCountFiles.stopped(place);
      }
    }
  }

  private String run(String command, Path place) {
    String[] words =
        Arrays.stream(command.split(" ", -1))
            .map(
                word ->
                    word.matches("(app|elsewhere|new\\.jar|\\.)([-/#].*)?")
                        ? place.resolve(word.equals(".") ? "" : word).toString()
                        : word)
            .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      exitCode = Main.run(stream, stream, words);
    }
    String printed = portable(out.toString(StandardCharsets.UTF_8), place);
    return printed + (exitCode == 0 ? "" : "(exit code " + exitCode + ")\n");
  }

  private static String portable(String out, Path place) {
    List<String> lines =
        out.replace(place.toString(), PLACE)
            .replace(Path.of("out").toAbsolutePath().toString(), PLACE + "/out")
            .replaceAll("\\d+\\.\\d KiB(?=, 9 sections| +\\d+ +(?:\\d{13}|none))", "6.4 KiB")
            .replaceAll("(batch (?:\\d{13}|none)\\), )\\d+\\.\\d KiB", "$1" + "6.4 KiB")
            .replaceAll("trailer at offset \\d+", "trailer at offset 6336")
            .replaceAll("( size +)[\\d.]+ KiB", "$1" + "32.5 KiB")
            .lines()
            .map(line -> line.matches(" +(reading|pending batches): .*") ? "  ..." : line)
            .toList();
    return lines.stream().collect(Collectors.joining("\n", "", lines.isEmpty() ? "" : "\n"));
  }
}
