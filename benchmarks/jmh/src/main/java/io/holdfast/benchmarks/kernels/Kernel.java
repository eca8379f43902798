package io.holdfast.benchmarks.kernels;

/**
 * What is measured, and how many bytes it may allocate for each of its units. Budgets are 10 to 20
 * percent above what was measured when they were set (Java 17, parallel collector); bytes hardly
 * depend on the machine, time does, so it has none. Whoever allocates less lowers the budget.
 */
enum Kernel {
  BLOCK(BlockKernel.class, "serialize", "block of text", "record", 550),
  WORD_COUNT(WordCountKernel.class, "count", "word count of a batch", "record", 1_230),
  DELTA(DeltaKernel.class, "write", "delta of 1,000 keys", "key", 345),
  JOURNAL(JournalKernel.class, "batch", "journal append", "event", 1_150),
  GRAPH(GraphKernel.class, "generate", "graph of a batch", "batch", 3_500);

  private final Class<?> benchmark;
  private final String method;
  private final String label;
  private final String unit;
  private final double budget;

  Kernel(Class<?> benchmark, String method, String label, String unit, double budget) {
    this.benchmark = benchmark;
    this.method = method;
    this.label = label;
    this.unit = unit;
    this.budget = budget;
  }

  /** The full name of the benchmark. */
  String benchmark() {
    return benchmark.getName() + "." + method;
  }

  String label() {
    return label;
  }

  /** What time and bytes are counted by. */
  String unit() {
    return unit;
  }

  /** In bytes a unit. */
  double budget() {
    return budget;
  }
}
