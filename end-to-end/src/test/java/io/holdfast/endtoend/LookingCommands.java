package io.holdfast.endtoend;

import io.holdfast.tools.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every command that looks at an application, on files that lie on HDFS. */
final class LookingCommands {
  private final String application;
  private final String output;
  private final Path scratch;
  private final List<String> wrong = new ArrayList<>();

  /**
   * Commands on a job that has stopped.
   *
   * @param application URI of its directory
   * @param output URI of the directory that it has written to
   * @param scratch an empty directory on the local disk
   */
  LookingCommands(String application, String output, Path scratch) {
    this.application = application;
    this.output = output;
    this.scratch = scratch;
  }

  /** Runs them; returns what is not as it must be. */
  List<String> run() {
    String batch = field(clean("--json", "ls", application), "last_completed_batch");
    String segment = field(clean("--json", "ls", application + "/journal"), "file");
    clean("info", application + "/journal");
    clean("dump", "journal", application, "--limit", "3", "--hex");
    clean("dump", "state", application, "--batch", batch, "--full");
    clean("dump", "checkpoint", application, "--batch", batch);
    clean("dump", output, "--json");
    clean("verify", application);
    clean("verify", output);
    clean("explain", application + "/journal/" + segment, "200");
    clean("why", application, batch);
    clean("plan", application);
    clean("diff", application);
    clean("graph", application, "--format", "svg");
    clean("stats", application);
    clean("repair", application, "--dry-run");
    String copy = scratch.resolve("app.jsonl").toString();
    clean("export", application, "--out", copy);
    String again = application + "-again";
    clean("import", copy, again);
    clean("verify", again);
    // The last that is listed is the oldest.
    String oldest = field(clean("--json", "ls", application + "/checkpoints"), "file");
    clean("rewind", application, "--to", oldest, "--out", application + "-rewound");
    clean("verify", application + "-rewound");
    return wrong;
  }

  private String clean(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    if (words.get(0).equals("--json")) {
      words.add(words.remove(0));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      exitCode = Main.run(printed, said, words.toArray(String[]::new));
    }
    if (exitCode != 0 || out.size() == 0) {
      String end = out.toString(StandardCharsets.UTF_8);
      wrong.add(
          String.join(" ", words)
              + " ended with "
              + exitCode
              + ": "
              + err.toString(StandardCharsets.UTF_8)
              + end.substring(Math.max(0, end.length() - 600)));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The last value of a field in lines of JSON. */
  private static String field(String json, String name) {
    int at = json.lastIndexOf("\"" + name + "\":") + name.length() + 3;
    String rest = json.substring(at).replaceFirst("^\"", "");
    return rest.split("[\",}]", 2)[0];
  }
}
