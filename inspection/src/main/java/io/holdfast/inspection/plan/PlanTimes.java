package io.holdfast.inspection.plan;

import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.BatchDelays.Delay;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** How long a start would take, from what was measured and nothing else. */
final class PlanTimes {
  private PlanTimes() {}

  static void show(ReadingTime time, DriverState state, Consumer<Content> out) {
    out.accept(reading(time));
    out.accept(running(time.delays(), state));
    out.accept(
        Content.words(
            "  Not in it: starting the JVM, decoding states by the job's classes, opening sinks, and"
                + " the forced\n  writes of a start, because nothing was written to measure them."));
  }

  private static Content reading(ReadingTime time) {
    String words =
        "\ntime, an estimate\n  reading: "
            + range(time.shortestMillis(), time.longestMillis())
            + " for "
            + Text.bytes(time.bytes())
            + ". Measured just now on these files: "
            + Text.bytes((long) time.firstRate())
            + "/s as they were found, "
            + Text.bytes((long) time.againRate())
            + "/s a second time ("
            + Text.bytes(time.againBytes())
            + ")";
    return Content.of("plan_reading_time", words)
        .with("bytes", time.bytes())
        .with("shortest_millis", time.shortestMillis())
        .with("longest_millis", time.longestMillis())
        .with("first_bytes_per_second", (long) time.firstRate())
        .with("again_bytes_per_second", (long) time.againRate())
        .with("again_bytes", time.againBytes());
  }

  private static Content running(List<Delay> delays, DriverState state) {
    int batches = state.pending().size();
    long records = state.pending().stream().mapToLong(Allocation::records).sum();
    Content fields =
        Content.of("plan_running_time", "")
            .with("batches", batches)
            .with("records", records)
            .with("measured_batches", delays.size());
    if (batches == 0) {
      return words(fields, "  pending batches: none");
    }
    String head =
        "  pending batches on top: "
            + batches
            + " with "
            + Text.count(records, "record")
            + (batches == 1 ? "" : " in all");
    if (delays.isEmpty()) {
      return words(
          fields, head + ", not estimated: no file says how long a batch of this job has taken");
    }
    double shortest = delays.stream().mapToDouble(Delay::millis).min().orElse(0) * batches;
    double longest = delays.stream().mapToDouble(Delay::millis).max().orElse(0) * batches;
    String words =
        head
            + ", at most "
            + range(shortest, longest)
            + " at the pace of the last "
            + Text.count(delays.size(), "batch")
            + "\n  that can be told: from the time of a batch to the checkpoint behind it, with the"
            + " waiting and the checkpoint";
    return words(fields, words).with("shortest_millis", shortest).with("longest_millis", longest);
  }

  private static Content words(Content content, String words) {
    return new Content(content.type(), words, content.fields());
  }

  /** From a shorter to a longer time. */
  private static String range(double shortest, double longest) {
    String from = duration(shortest);
    String to = duration(longest);
    return from.equals(to) ? to : from + " to " + to;
  }

  private static String duration(double millis) {
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%,.0f s", millis / 1000);
  }
}
