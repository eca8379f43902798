package io.holdfast.benchmarks.compare;

import java.util.List;
import java.util.Map;

/**
 * A program that can be measured.
 *
 * @param module directory of the Maven module that it is in
 * @param main its main class, which prints its result as one line of JSON
 * @param java flags of its JVM
 * @param options that it always gets
 * @param versionOf the jar whose name tells the version; empty if it has none
 * @param sync whether what it calls durable has been forced to disk
 * @param durable when what is durable, in one sentence
 */
record Contender(
    String name,
    Kind kind,
    String module,
    String main,
    List<String> java,
    Map<String, String> options,
    String versionOf,
    String sync,
    String durable) {
  private static final List<String> KEYS =
      List.of("kind", "module", "main", "java", "options", "version-of", "sync", "durable");

  /** On whose side it is. */
  enum Kind {
    BASELINE("no engine"),
    HOLDFAST("Holdfast"),
    PEER("another engine");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static Contender of(Block block) {
    block.only(KEYS);
    return new Contender(
        block.name(),
        kind(block),
        block.get("module"),
        block.get("main"),
        block.words("java"),
        block.options("options"),
        block.values().getOrDefault("version-of", ""),
        block.get("sync"),
        block.get("durable"));
  }

  private static Kind kind(Block block) {
    String name = block.get("kind");
    for (Kind kind : Kind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw block.wrong("has a kind '" + name + "'");
  }
}
