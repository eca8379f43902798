package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph of a word count, in all formats. */
class GraphCommandTest {
  @TempDir private Path root;
  private WordCountFiles files;

  @BeforeEach
  void run() throws IOException {
    files = WordCountFiles.stopped(root);
  }

  @Test
  void theNewestCheckpointIsATreeOfText() {
    CommandLineRun run = graph(files.app());
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("graph.txt", run.out());
    Path newest = NumberedFiles.last(files.app().resolve("checkpoints"));
    assertEquals(run.out(), graph(newest).out());
    assertEquals(run.out(), graph(newest.getParent()).out());
  }

  @Test
  void programsGetTheSame() {
    CommandLineRun run = graph(files.app(), "--json");
    Golden.check("graph.json", run.out().replace(root.toString(), "ROOT"));
  }

  @Test
  void mermaidAndSvgAreWhole() {
    Golden.check("graph.mmd", graph(files.app(), "--format", "mermaid").out());
    Golden.check("graph.svg", graph(files.app(), "--format", "svg").out());
  }

  @Test
  void aFileIsWritten() throws IOException {
    for (String format : new String[] {"text", "mermaid", "svg"}) {
      Path out = root.resolve("graph." + format);
      CommandLineRun run = graph(files.app(), "--format", format, "--out", out);
      assertEquals(0, run.exitCode(), run.error());
      assertEquals("wrote " + out + "\n", run.out());
      assertEquals(graph(files.app(), "--format", format).out(), Files.readString(out));
    }
    CommandLineRun json = graph(files.app(), "--format", "svg", "--json");
    assertTrue(json.out().contains("\"type\":\"graph_picture\""), json.out());
  }

  @Test
  void badInputIsNamed() throws IOException {
    CommandLineRun format = graph(files.app(), "--format", "png");
    assertEquals(2, format.exitCode());
    assertEquals("--format 'png': there are text, mermaid and svg", format.error());
    CommandLineRun journal = graph(files.app().resolve("journal"));
    assertEquals(2, journal.exitCode());
    assertTrue(journal.error().contains("is neither an application's directory nor"));
    CommandLineRun nowhere = graph(files.app(), "--out", root.resolve("no/where.svg"));
    assertEquals(5, nowhere.exitCode());
    assertTrue(nowhere.error().startsWith("The graph cannot be written to "), nowhere.error());
    for (Path checkpoint : NumberedFiles.in(files.app().resolve("checkpoints"))) {
      Files.writeString(checkpoint, "nothing");
    }
    CommandLineRun none = graph(files.app());
    assertEquals(2, none.exitCode());
    assertTrue(none.error().contains("has no intact checkpoint"), none.error());
    Path newest = NumberedFiles.last(files.app().resolve("checkpoints"));
    assertEquals(3, graph(newest).exitCode());
  }

  private static CommandLineRun graph(Object... args) {
    return CommandLineRun.of(new GraphCommand(), args);
  }
}
