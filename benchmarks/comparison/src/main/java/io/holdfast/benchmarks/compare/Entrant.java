package io.holdfast.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A contender in one table.
 *
 * @param name in the table
 * @param before words of a command that starts the JVM; usually none
 * @param java flags of its JVM beside those of the contender, which they override
 * @param options of the run, those of contender and table included
 */
record Entrant(
    String name,
    Contender contender,
    List<String> before,
    List<String> java,
    Map<String, String> options) {
  private static final List<String> KEYS = List.of("of", "before", "java", "options");
  private static final List<String> LENGTHS = List.of("--lines", "--warm-up", "--outstanding");
  private static final int QUICK = 10;

  /** What a block says, in a table whose runs all have some options. */
  static Entrant of(Block block, Map<String, Contender> contenders, Map<String, String> ofAll) {
    block.only(KEYS);
    Contender contender = contenders.get(block.values().getOrDefault("of", block.name()));
    if (contender == null) {
      throw block.wrong("is of no contender");
    }
    Map<String, String> options = new LinkedHashMap<>(contender.options());
    options.putAll(ofAll);
    options.putAll(block.options("options"));
    return new Entrant(
        block.name(), contender, block.words("before"), block.words("java"), options);
  }

  /** The same with a tenth of the lines, also of those outstanding: enough to see that it runs. */
  Entrant quick() {
    Map<String, String> less = new LinkedHashMap<>(options);
    for (String length : LENGTHS) {
      less.computeIfPresent(
          length, (name, lines) -> Long.toString(Math.max(1, Long.parseLong(lines) / QUICK)));
    }
    return new Entrant(name, contender, before, java, less);
  }

  /** All that is run, but for the class path, and the directory that it may write in. */
  List<String> command(String classPath, String directory) {
    List<String> command = new ArrayList<>(before);
    command.add("java");
    command.addAll(flags());
    command.add("-cp");
    command.add(classPath);
    command.add(contender.main());
    options.forEach(
        (option, value) -> {
          command.add(option);
          command.add(value);
        });
    command.add("--dir");
    command.add(directory);
    return command;
  }

  /** The flags of its JVM; where two contradict each other the later one counts. */
  List<String> flags() {
    List<String> flags = new ArrayList<>(contender.java());
    flags.addAll(java);
    return flags;
  }

  /** Its largest heap, as the flag has it. */
  String heap() {
    String heap = "default";
    for (String flag : flags()) {
      if (flag.startsWith("-Xmx")) {
        heap = flag.substring("-Xmx".length());
      }
    }
    return heap;
  }

  /** Time between batches or checkpoints. */
  String interval() {
    String millis = options.get("--batch-ms");
    return millis == null ? "-" : millis + " ms";
  }
}
