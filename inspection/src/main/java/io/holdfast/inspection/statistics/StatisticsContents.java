package io.holdfast.inspection.statistics;

import io.holdfast.ExitCode;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Shows what the journal tells: batches by time, streams, delays. */
final class StatisticsContents {
  private final LogStatistics log;
  private final JournalStatistics journal;
  private final Statistics.Options options;
  private final Consumer<Content> out;

  StatisticsContents(
      LogStatistics log,
      JournalStatistics journal,
      Statistics.Options options,
      Consumer<Content> out) {
    this.log = log;
    this.journal = journal;
    this.options = options;
    this.out = out;
  }

  void show() {
    span();
    buckets();
    open();
    streams();
    delays();
  }

  private void span() {
    boolean none = journal.firstBatch() == 0;
    String held =
        log.segments() == 0
            ? "the journal is empty"
            : "the journal holds LSN " + log.firstLsn() + " to " + log.lastLsn();
    String older = log.firstLsn() > 1 ? "; what was before has been released" : "";
    String words =
        "\n"
            + held
            + older
            + "\n"
            + (none
                ? "no batch is complete in that time"
                : "batches from "
                    + Instant.ofEpochMilli(journal.firstBatch())
                    + " to "
                    + Instant.ofEpochMilli(journal.lastBatch())
                    + ", by their own times; all times are UTC");
    out.accept(
        Content.of("stats_span", words)
            .with("first_lsn", log.firstLsn())
            .with("last_lsn", log.lastLsn())
            .with("events", journal.events())
            .with("first_batch", journal.firstBatch())
            .with("last_batch", journal.lastBatch()));
  }

  private void buckets() {
    long most = journal.buckets().values().stream().mapToLong(Bucket::records).max().orElse(0);
    Table table =
        Table.of(
            "  ",
            "from",
            ">batches",
            ">records",
            ">records/s",
            ">blocks",
            ">bytes",
            ">block min",
            ">median",
            ">p99",
            ">max",
            ">starts",
            "records");
    journal.buckets().forEach((start, bucket) -> row(table, start, bucket, most));
    if (!table.isEmpty()) {
      out.accept(Content.words(""));
      table.forEach(out);
    }
    if (journal.buckets().values().stream().anyMatch(b -> b.blocksOfUnknownSize() > 0)) {
      out.accept(
          Content.words(
              "  + of these bytes some are missing: blocks came before the journal begins"));
    }
  }

  /**
   * By the part of the piece that is between the first batch and the last; what came before the
   * first took nobody knows how long.
   */
  private double rate(long start, Bucket bucket) {
    long from = Math.max(start, journal.firstBatch());
    long to = Math.min(start + options.by().millis(), journal.lastBatch());
    boolean first = journal.firstBatch() >= start;
    long records = bucket.records() - (first ? journal.firstBatchRecords() : 0);
    return to > from ? records * 1000.0 / (to - from) : 0;
  }

  private void row(Table table, long start, Bucket bucket, long most) {
    Sketch sizes = bucket.blockBytes();
    double rate = rate(start, bucket);
    boolean known = sizes.count() > 0;
    table.row(
        bucket(start, bucket, rate),
        options.by().label(start),
        number(bucket.batches()),
        number(bucket.records()),
        rate == 0 ? "-" : String.format(Locale.ROOT, "%,.1f", rate),
        number(bucket.blocks()),
        Text.bytes(bucket.bytes()) + (bucket.blocksOfUnknownSize() > 0 ? " +" : ""),
        known ? Text.bytes(sizes.smallest()) : "-",
        known ? Text.bytes(sizes.median()) : "-",
        known ? Text.bytes(sizes.p99()) : "-",
        known ? Text.bytes(sizes.largest()) : "-",
        number(bucket.starts()),
        options.bars().of(bucket.records(), most));
  }

  private static Content bucket(long start, Bucket bucket, double rate) {
    Content content =
        Content.of("stats_period", "")
            .with("from", start)
            .with("batches", bucket.batches())
            .with("records", bucket.records())
            .with("records_per_second", rate)
            .with("blocks", bucket.blocks())
            .with("length", bucket.bytes())
            .with("blocks_of_unknown_length", bucket.blocksOfUnknownSize())
            .with("starts", bucket.starts());
    return quantiles(
        quantiles(content, "block_bytes", bucket.blockBytes()),
        "delay_millis_at_most",
        bucket.delays());
  }

  /** Count, least, median, 99 % and most as an object. */
  static Content quantiles(Content content, String name, Sketch sketch) {
    return content.with(
        name,
        sketch.count() == 0
            ? Map.of("count", 0)
            : new TreeMap<>(
                Map.of(
                    "count", sketch.count(),
                    "min", sketch.smallest(),
                    "median", sketch.median(),
                    "p99", sketch.p99(),
                    "max", sketch.largest())));
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void open() {
    String words =
        "not counted: "
            + Text.count(journal.openBatches(), "pending batch")
            + " with "
            + Text.count(journal.openRecords(), "record")
            + ", "
            + Text.count(journal.waitingBlocks(), "block")
            + " in no batch yet";
    boolean none = journal.openBatches() == 0 && journal.waitingBlocks() == 0;
    Content content =
        Content.of("stats_open", words)
            .with("batches", journal.openBatches())
            .with("records", journal.openRecords())
            .with("blocks", journal.waitingBlocks());
    out.accept(
        none ? new Content(content.type(), "not counted: nothing", content.fields()) : content);
  }

  private void streams() {
    Table table =
        Table.of(
            "  ",
            "stream",
            ">blocks",
            ">records",
            ">bytes",
            ">block min",
            ">median",
            ">p99",
            ">max",
            ">records min",
            ">median",
            ">p99",
            ">max");
    journal.streams().forEach((name, stream) -> stream(table, name, stream));
    if (!table.isEmpty()) {
      out.accept(Content.words("\nblocks by stream"));
      table.forEach(out);
    }
  }

  private static void stream(Table table, String name, JournalStatistics.StreamCounts stream) {
    Sketch sizes = stream.blockBytes();
    Sketch records = stream.blockRecords();
    Content content =
        Content.of("stats_stream", "")
            .with("stream", name)
            .with("blocks", sizes.count())
            .with("records", stream.records())
            .with("length", stream.bytes());
    table.row(
        quantiles(quantiles(content, "block_bytes", sizes), "block_records", records),
        Text.printable(name),
        number(sizes.count()),
        number(stream.records()),
        Text.bytes(stream.bytes()),
        Text.bytes(sizes.smallest()),
        Text.bytes(sizes.median()),
        Text.bytes(sizes.p99()),
        Text.bytes(sizes.largest()),
        number(records.smallest()),
        number(records.median()),
        number(records.p99()),
        number(records.largest()));
  }

  private void delays() {
    Sketch delays = new Sketch();
    for (Bucket bucket : journal.buckets().values()) {
      bucket.delays().copyInto(delays);
    }
    String words =
        "\ndelay from the time of a batch to its completion\n  "
            + (delays.count() == 0
                ? "not known: there is no checkpoint behind a batch that one driver made and completed"
                : "at most "
                    + String.format(
                        Locale.ROOT,
                        "%,d ms min, %,d ms median, %,d ms p99, %,d ms max, of %s",
                        delays.smallest(),
                        delays.median(),
                        delays.p99(),
                        delays.largest(),
                        Text.count(delays.count(), "batch")))
            + "\n  No file records when a batch was complete. This is until the checkpoint behind it was made, so an"
            + "\n  upper bound, and known only of batches whose checkpoint is still there.";
    out.accept(quantiles(Content.of("stats_delay", words), "delay_millis_at_most", delays));
  }

  static Content verdict(ExitCode exitCode) {
    String words =
        "\nquantiles are within "
            + Sketch.ERROR_PERCENT
            + " %, min and max exact"
            + (exitCode == ExitCode.OK
                ? ""
                : "\nverdict " + exitCode.words() + "; see 'holdfast verify'");
    return Content.of("verdict", words)
        .with("verdict", exitCode.words())
        .with("quantile_error_percent", Sketch.ERROR_PERCENT)
        .with("exit_code", exitCode.code());
  }
}
