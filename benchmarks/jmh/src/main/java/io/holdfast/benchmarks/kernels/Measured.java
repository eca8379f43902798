package io.holdfast.benchmarks.kernels;

import java.util.List;
import java.util.Locale;

/**
 * What a kernel took for each of its units.
 *
 * @param nanos mean over all iterations
 * @param error half of the 99.9 % confidence interval of it
 */
record Measured(Kernel kernel, double nanos, double error, double bytes) {

  boolean withinBudget() {
    return bytes <= kernel.budget();
  }

  static String table(List<Measured> all) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-24s %-8s %12s %10s %12s %10s%n",
                "kernel",
                "per",
                "ns",
                "+-",
                "bytes",
                "budget"));
    for (Measured each : all) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %-8s %,12.1f %,10.1f %,12.1f %,10.0f  %s%n",
              each.kernel.label(),
              each.kernel.unit(),
              each.nanos,
              each.error,
              each.bytes,
              each.kernel.budget(),
              each.withinBudget() ? "within" : "EXCEEDED"));
    }
    return text.toString();
  }
}
