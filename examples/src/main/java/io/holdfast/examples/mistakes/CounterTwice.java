package io.holdfast.examples.mistakes;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Locale;

/**
 * <b>Wrong:</b> counts lines by reading a total, adding the rows of the batch and writing it back.
 *
 * <p>A function is called at least once for each batch, not exactly once: if the job dies after the
 * new total is written and before the engine has journaled that the batch is complete, the batch
 * runs again at the next start, and its rows are added a second time. The files are written with
 * all care (forced, published whole), which does not help.
 *
 * <p>{@link CounterOnce} does it right.
 */
public final class CounterTwice implements StreamingJob {
  private static final String DIRECTORY = "counter-twice";
  private static final String TEMPORARY = DIRECTORY + "/total.tmp";
  private static final String PREFIX = "total-";

  @Override
  public String name() {
    return "counter-twice";
  }

  @Override
  public void define(StreamingContext context) {
    context.receiverStream("lines", Places.lines()).foreachRdd("counter", CounterTwice::add);
  }

  private static void add(BatchRows<String> rows, TxnId txn) {
    try (Storage out = rows.storage(Places.OUT)) {
      out.createDirectories(DIRECTORY);
      out.delete(TEMPORARY);
      // A name cannot be published twice, so each total has the next number; the highest counts.
      List<String> totals = Places.files(out, DIRECTORY);
      long number = 0;
      long total = 0;
      if (!totals.isEmpty()) {
        String newest = totals.get(totals.size() - 1);
        number = Long.parseLong(newest.substring(PREFIX.length()));
        total = Long.parseLong(Places.text(out, DIRECTORY + "/" + newest).strip());
      }
      String next = DIRECTORY + "/" + PREFIX + String.format(Locale.ROOT, "%010d", number + 1);
      // The mistake: nothing tells whether this batch is in the total already.
      DurableFile.publish(out, TEMPORARY, next, Places.bytes(total + rows.count() + "\n"));
      totals.forEach(old -> out.delete(DIRECTORY + "/" + old));
      out.forceDirectory(DIRECTORY);
    }
  }
}
