package io.holdfast.examples.mistakes;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import java.util.Optional;

/**
 * <b>Right:</b> keeps the total number of lines in a file: writes a temporary file, forces it,
 * gives it its name, and forces the directory that has the name, which is what {@link
 * DurableFile#publish} does.
 *
 * <p>Only then does the function return, so everything that the engine takes for complete is on the
 * disk. Each batch has a name of its own and the latest counts: the old total is deleted when the
 * new one is durable, so at no moment there is none.
 *
 * <p>{@link RenamedUnforced} shows what happens otherwise.
 */
public final class RenamedForced implements StreamingJob {
  private static final String DIRECTORY = "renamed-forced";
  private static final String TEMPORARY = DIRECTORY + "/total.tmp";

  @Override
  public String name() {
    return "renamed-forced";
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("lines", Places.lines())
        .mapToPair(line -> new Pair<>("lines", 1L))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "totals", (counts, total) -> Optional.of(total.orElse(0L) + counts.get(0)))
        .map(Pair::value)
        .foreachRdd("total", RenamedForced::replace);
  }

  private static void replace(BatchRows<Long> rows, TxnId txn) {
    try (Storage out = rows.storage(Places.OUT)) {
      out.createDirectories(DIRECTORY);
      for (long total : rows.take(1)) {
        String mine = "total-" + Places.number(txn.batch());
        out.delete(TEMPORARY);
        if (out.exists(DIRECTORY + "/" + mine)) {
          // The name may be there without being durable, if the machine runs on: now it is.
          out.forceDirectory(DIRECTORY);
        } else {
          DurableFile.publish(out, TEMPORARY, DIRECTORY + "/" + mine, Places.bytes(total + "\n"));
        }
        for (String file : Places.files(out, DIRECTORY)) {
          if (file.compareTo(mine) < 0) {
            out.delete(DIRECTORY + "/" + file);
          }
        }
        out.forceDirectory(DIRECTORY);
      }
    }
  }
}
