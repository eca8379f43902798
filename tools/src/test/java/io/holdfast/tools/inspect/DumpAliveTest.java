package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dump} of a log that grows, and with code of users that it was told to run. */
class DumpAliveTest {
  @TempDir private Path root;
  private WordCountFiles files;

  @BeforeEach
  void run() throws IOException {
    files = WordCountFiles.stopped(root);
  }

  @Test
  void whatALogGainsIsFollowedOnceAndInOrder() throws Exception {
    Path last = last(files.app().resolve("journal"));
    Path aside = root.resolve("aside");
    Files.move(last, aside);
    // 12 frames are there, and 11 records come; what is no record is not followed.
    FutureTask<CommandLineRun> follower =
        new FutureTask<>(
            () -> CommandLineRun.dump("journal", files.app(), "--follow", "--limit", 23));
    new Thread(follower, "follower").start();
    Files.move(aside, last);
    CommandLineRun run = follower.get(60, TimeUnit.SECONDS);
    List<String> shown = run.out().lines().filter(line -> line.contains(" DATA ")).toList();
    assertEquals(21, shown.size(), run.out());
    for (int i = 0; i < shown.size(); i++) {
      String lsn = shown.get(i).trim().split(" +", -1)[1];
      assertEquals(18 + i, Integer.parseInt(lsn), run.out());
    }
  }

  @Test
  void onlyOneLogCanBeFollowed() {
    CommandLineRun application = CommandLineRun.dump(files.app(), "--follow", "--limit", 1);
    assertEquals(2, application.exitCode());
    assertTrue(application.error().endsWith("only a log can be followed. Name a log."));
  }

  @Test
  void decodersOfTheClassPathAreAskedFirst() throws IOException {
    Path services = Files.createDirectories(root.resolve("cp/META-INF/services"));
    Files.writeString(
        services.resolve(PayloadDecoder.class.getName()), ShoutingDecoder.class.getName());
    CommandLineRun run =
        CommandLineRun.dump("wal", files.app(), "--lsn", 19, "--classpath", root.resolve("cp"));
    assertTrue(run.out().contains(": HOLD REEF 55 \"tide tide 56\" STORM KELP 57"), run.out());
    assertTrue(run.out().contains("not all could be decoded by the class path: "), run.out());
    assertTrue(run.out().contains("56 is too much"), run.out());
  }

  @Test
  void classesOfTheClassPathDecodeValuesAndTellWhichFunctionsAreTheSame() throws IOException {
    Path nothing = Files.createDirectories(root.resolve("empty"));
    CommandLineRun plain = CommandLineRun.dump("state", files.app(), "--lsn", 11);
    assertTrue(plain.out().contains("WordTotal(inBatch=1, total=1)"), plain.out());
    CommandLineRun state =
        CommandLineRun.dump("state", files.app(), "--lsn", 11, "--classpath", nothing);
    assertTrue(state.out().contains("37 = WordTotal[inBatch=1, total=1]"), state.out());
    Path checkpoint = last(files.app().resolve("checkpoints"));
    CommandLineRun functions = CommandLineRun.dump(checkpoint, "--classpath", nothing);
    assertEquals(5, functions.out().lines().filter(line -> line.endsWith(" the same")).count());
    assertFalse(functions.out().contains("other code"), functions.out());
  }

  private static Path last(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      List<Path> files = found.filter(path -> !path.endsWith("tail.mark")).sorted().toList();
      return files.get(files.size() - 1);
    }
  }
}
