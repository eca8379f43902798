package io.holdfast.examples.mistakes;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import java.util.List;

/**
 * <b>Right:</b> counts lines into a file that holds the total together with the last batch that is
 * in it: the batch is the file's name, so both become visible in one step.
 *
 * <p>Batches come in order, and a batch that comes again after a crash has the same time and the
 * same rows. So a batch that is not later than the file's is in the total already, and is left out.
 *
 * <p>{@link CounterTwice} shows what happens otherwise.
 */
public final class CounterOnce implements StreamingJob {
  private static final String DIRECTORY = "counter-once";
  private static final String TEMPORARY = DIRECTORY + "/total.tmp";
  private static final String PREFIX = "total-";

  @Override
  public String name() {
    return "counter-once";
  }

  @Override
  public void define(StreamingContext context) {
    context.receiverStream("lines", Places.lines()).foreachRdd("counter", CounterOnce::add);
  }

  private static void add(BatchRows<String> rows, TxnId txn) {
    try (Storage out = rows.storage(Places.OUT)) {
      out.createDirectories(DIRECTORY);
      out.delete(TEMPORARY);
      List<String> totals = Places.files(out, DIRECTORY);
      String newest = totals.isEmpty() ? "" : totals.get(totals.size() - 1);
      String mine = PREFIX + Places.number(txn.batch());
      if (newest.compareTo(mine) < 0) {
        long total =
            newest.isEmpty()
                ? 0
                : Long.parseLong(Places.text(out, DIRECTORY + "/" + newest).strip());
        DurableFile.publish(
            out, TEMPORARY, DIRECTORY + "/" + mine, Places.bytes(total + rows.count() + "\n"));
        newest = mine;
      } else {
        // The name may be there without being durable, if the machine runs on: now it is.
        out.forceDirectory(DIRECTORY);
      }
      for (String total : totals) {
        if (!total.equals(newest)) {
          out.delete(DIRECTORY + "/" + total);
        }
      }
      out.forceDirectory(DIRECTORY);
    }
  }
}
