package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that cannot do what it should, and how it has to end: with this code and a message that
 * holds these words, without a stack trace and without a password.
 *
 * @param name of the case, and of its log
 */
record BadInput(String name, List<String> arguments, ExitCode exit, List<String> says) {
  /** Stands in every password of the cases. */
  static final String SECRET = "Hunter-2";

  private static final int AT_ONCE = 4;

  /** A case whose command is a job. */
  static BadInput of(String name, List<String> arguments, ExitCode exit, String... says) {
    return new BadInput(name, arguments, exit, List.of(says));
  }

  /** Runs all, some at once, and says of each what is wrong with it. */
  static void requireAll(List<BadInput> cases, Path directory) throws Exception {
    for (int from = 0; from < cases.size(); from += AT_ONCE) {
      List<HoldfastProcess> running = new ArrayList<>();
      try {
        List<BadInput> some = cases.subList(from, Math.min(cases.size(), from + AT_ONCE));
        for (BadInput one : some) {
          running.add(one.start(directory));
        }
        for (int i = 0; i < some.size(); i++) {
          some.get(i).require(running.get(i));
        }
      } finally {
        running.forEach(HoldfastProcess::close);
      }
    }
  }

  private HoldfastProcess start(Path directory) throws IOException {
    Path log = directory.resolve(name.replace(' ', '-') + ".log");
    HoldfastProcess process = new HoldfastProcess(name, log, arguments, Place.here(directory, ""));
    process.restart();
    return process;
  }

  private void require(HoldfastProcess process) throws IOException, InterruptedException {
    int ended = process.awaitEnd();
    String said = said(process);
    assertEquals(exit.code(), ended, () -> name + ": " + said);
    for (String words : says) {
      assertTrue(said.contains(words), () -> name + " does not say '" + words + "': " + said);
    }
  }

  /** What a job has said, if it is fit to be read by anybody. */
  static String said(HoldfastProcess process) throws IOException {
    String said = Files.readString(process.log(), StandardCharsets.UTF_8);
    for (String never : List.of(SECRET, "\tat ", "unexpected error", "null")) {
      assertFalse(said.contains(never), () -> process.log() + " says '" + never + "': " + said);
    }
    return said;
  }
}
