package io.holdfast.examples.mistakes;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import java.util.UUID;

/**
 * <b>Wrong:</b> stores every row under a random key, here a file each, as one would insert rows
 * with generated keys into a table.
 *
 * <p>If the job dies after some rows are stored and before the engine has journaled that the batch
 * is complete, the batch runs again at the next start. Its rows get other keys, so nothing can see
 * that they are there already: they are there twice.
 *
 * <p>{@link BatchKeys} does it right.
 */
public final class RandomKeys implements StreamingJob {
  private static final String DIRECTORY = "random-keys";

  @Override
  public String name() {
    return "random-keys";
  }

  @Override
  public void define(StreamingContext context) {
    context.receiverStream("lines", Places.lines()).foreachRdd("rows", RandomKeys::insert);
  }

  private static void insert(BatchRows<String> rows, TxnId txn) {
    try (Storage out = rows.storage(Places.OUT)) {
      out.createDirectories(DIRECTORY);
      rows.forEach(
          row -> {
            String path = DIRECTORY + "/" + randomKey();
            DurableFile.publish(out, DIRECTORY + "/row.tmp", path, Places.bytes(row + "\n"));
          });
    }
  }

  /** The mistake: another key whenever the same row comes again. */
  @CompositionRoot("a key that cannot be repeated is what this job shows")
  private static String randomKey() {
    return UUID.randomUUID().toString();
  }
}
