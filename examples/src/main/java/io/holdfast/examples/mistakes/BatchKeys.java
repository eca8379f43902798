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
 * <b>Right:</b> stores every row under a key that follows from where it came from: the batch and
 * the row's place in it.
 *
 * <p>Which rows a batch has, and in which order, never changes. So when a batch comes again after a
 * crash its rows get the same keys, and what is stored already is found and left as it is.
 *
 * <p>{@link RandomKeys} shows what happens otherwise.
 */
public final class BatchKeys implements StreamingJob {
  private static final String DIRECTORY = "batch-keys";

  @Override
  public String name() {
    return "batch-keys";
  }

  @Override
  public void define(StreamingContext context) {
    context.receiverStream("lines", Places.lines()).foreachRdd("rows", BatchKeys::insert);
  }

  private static void insert(BatchRows<String> rows, TxnId txn) {
    List<String> batch = rows.partitions().stream().flatMap(List::stream).toList();
    try (Storage out = rows.storage(Places.OUT)) {
      out.createDirectories(DIRECTORY);
      for (int place = 0; place < batch.size(); place++) {
        String key = String.format(Locale.ROOT, "%s-%08d", Places.number(txn.batch()), place);
        String path = DIRECTORY + "/" + key;
        if (!out.exists(path)) {
          String temporary = DIRECTORY + "/row.tmp";
          DurableFile.publish(out, temporary, path, Places.bytes(batch.get(place) + "\n"));
        }
      }
      // What an earlier run has published may not be durable yet, if the machine runs on.
      out.delete(DIRECTORY + "/row.tmp");
      out.forceDirectory(DIRECTORY);
    }
  }
}
