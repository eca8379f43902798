package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import io.holdfast.tools.quarantine.QuarantineCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quarantine of a job that was run, from the command line. */
class QuarantineCommandTest {
  @TempDir private Path root;
  private Path app;

  @BeforeEach
  void run() throws IOException {
    app = WordCountFiles.quarantined(root).app();
  }

  @Test
  void whatIsInItIsListedAndShownInFull() {
    String list = run(0, "list", app);
    String id = list.lines().skip(1).findFirst().orElseThrow().split(" ", -1)[0];
    String shown =
        list.replaceAll(" {2,}", "  ")
            + "\n"
            + run(0, "show", app, id)
            + "\n"
            + run(0, "list", app, "--json");
    Golden.check("quarantine.txt", Golden.portable(shown, root));
  }

  @Test
  void whatIsSentAgainIsSaidSo() {
    List<String> list = run(0, "list", app).lines().toList();
    String id = list.get(1).split(" ", -1)[0];
    assertEquals("1 record is sent again\n", run(0, "replay", app, id));
    assertTrue(run(0, "list", app).lines().toList().get(1).contains("  yes  "));
    assertTrue(run(0, "show", app, id).contains("\n  sent again\n"));
    CommandLineRun twice = CommandLineRun.of(new QuarantineCommand(), "replay", app, id);
    assertEquals(2, twice.exitCode());
    assertEquals("Record " + id + " has been sent again already. Nothing was done.", twice.error());
  }

  @Test
  void whatIsNotInItIsRefused() {
    CommandLineRun none = CommandLineRun.of(new QuarantineCommand(), "show", app, "lines/99/0");
    assertEquals(2, none.exitCode());
    assertEquals(
        "No record 'lines/99/0' is in the quarantine; see holdfast quarantine list", none.error());
    CommandLineRun bare = CommandLineRun.of(new QuarantineCommand());
    assertEquals("Missing command: list, show or replay", bare.error());
  }

  private static String run(int expected, Object... args) {
    CommandLineRun run = CommandLineRun.of(new QuarantineCommand(), args);
    assertEquals("", run.error());
    assertEquals(expected, run.exitCode(), run.out());
    return run.out();
  }
}
