package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see of {@code export} and {@code import}. */
class ExchangeCommandsTest {
  @TempDir private static Path root;
  private static WordCountFiles files;

  @BeforeAll
  static void run() throws IOException {
    files = WordCountFiles.killed(root);
  }

  @Test
  void aJournalAsLinesForPeopleAndJq() {
    CommandLineRun export = export(files.app().resolve("journal"));
    assertEquals(0, export.exitCode(), export.error());
    Golden.check("export-journal.jsonl", export.out().replace(root.toString(), "ROOT"));
  }

  @Test
  void aCheckpointAndASingleFile() {
    Path checkpoints = files.app().resolve("checkpoints");
    String line = export(checkpoints).out().lines().skip(2).findFirst().orElseThrow();
    assertTrue(line.startsWith("{\"type\":\"checkpoint_header\",\"format_major\":1"), line);
    String identity = export(files.app().resolve("identity")).out();
    assertTrue(identity.contains("{\"type\":\"line\",\"text\":\"name=word-count\"}"), identity);
    assertTrue(identity.contains("{\"type\":\"crc_line\"}"), identity);
  }

  @Test
  void anApplicationThereAndBack() {
    Path file = root.resolve("app.jsonl");
    CommandLineRun export = export(files.app(), "--out", file);
    assertEquals(0, export.exitCode(), export.error());
    assertTrue(export.out().startsWith("exported 16 files, "), export.out());
    Path again = root.resolve("again");
    CommandLineRun imported = CommandLineRun.of(new ImportCommand(), file, again);
    assertEquals(0, imported.exitCode(), imported.error());
    assertTrue(imported.out().contains(", all as they were exported\n"), imported.out());
    Map<String, byte[]> before = FileTree.of(files.app());
    Map<String, byte[]> after = FileTree.of(again);
    assertEquals(before.keySet(), after.keySet());
    before.forEach((path, content) -> assertArrayEquals(content, after.get(path), path));

    CommandLineRun taken = CommandLineRun.of(new ImportCommand(), file, again);
    assertEquals(2, taken.exitCode());
    assertEquals(
        again + " is there already and not empty. Name a new directory; nothing was written.",
        taken.error());
    CommandLineRun written = export(files.app(), "--out", file);
    assertEquals(2, written.exitCode());
    assertEquals(
        file + " is there already. Name another file, or delete it first.", written.error());
  }

  @Test
  void forPrograms() {
    Path file = root.resolve("journal.jsonl");
    CommandLineRun export = export(files.app().resolve("journal"), "--out", file, "--json");
    assertEquals(
        "{\"type\":\"holdfast\",\"schema\":\"1.0\",\"command\":\"export\"}\n"
            + "{\"type\":\"exported\",\"file\":\""
            + file
            + "\",\"files\":3,\"length\":2256}\n",
        export.out());
    Path again = root.resolve("journal-again");
    CommandLineRun imported = CommandLineRun.of(new ImportCommand(), file, again, "--json");
    assertEquals(
        "{\"type\":\"holdfast\",\"schema\":\"1.0\",\"command\":\"import\"}\n"
            + "{\"type\":\"imported\",\"directory\":\""
            + again
            + "\",\"files\":3,\"length\":2256,"
            + "\"edited_files\":0}\n",
        imported.out());
  }

  @Test
  void wrongInputEndsInOneLineAndLeavesNothing() throws IOException {
    Path bad = Files.writeString(root.resolve("bad.jsonl"), "{\"type\":\"holdfast\"}\n");
    assertRefused(3, bad + " line 1: this is no export", bad, root.resolve("bad"));
    Path newer =
        Files.writeString(
            root.resolve("newer.jsonl"), "{\"type\":\"holdfast_export\",\"version\":\"2.0\"}\n");
    assertRefused(4, newer + " line 1: the export has version 2.0", newer, root.resolve("bad"));
    assertRefused(
        2, "There is no file " + root.resolve("no"), root.resolve("no"), root.resolve("b"));
    assertRefused(2, "bad.jsonl is a file. Name a new directory.", bad, bad);
    assertEquals(2, export(root.resolve("nowhere")).exitCode());
    assertEquals(2, export(files.app(), "--json").exitCode());
    Path inNoDirectory = root.resolve("no/directory.jsonl");
    assertTrue(export(files.app(), "--out", inNoDirectory).error().contains("Make it first."));
  }

  private static void assertRefused(int code, String part, Path file, Path directory) {
    CommandLineRun refused = CommandLineRun.of(new ImportCommand(), file, directory);
    assertEquals(code, refused.exitCode(), refused.error());
    assertTrue(refused.error().contains(part), refused.error());
    assertFalse(Files.isDirectory(directory));
  }

  private static CommandLineRun export(Object... args) {
    return CommandLineRun.of(new ExportCommand(), args);
  }
}
