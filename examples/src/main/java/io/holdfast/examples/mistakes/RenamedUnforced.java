package io.holdfast.examples.mistakes;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * <b>Wrong:</b> keeps the total number of lines in a file: writes a temporary file and gives it the
 * name of the old one, but forces neither its bytes nor the name.
 *
 * <p>A process that is killed loses nothing by this. A machine that stops does: when the function
 * returns, the engine journals that the batch is complete and never comes back to it, while the
 * file is still in memory only. After the restart the result is an older one, empty, or missing.
 *
 * <p>{@link RenamedForced} does it right.
 */
public final class RenamedUnforced implements StreamingJob {
  private static final String DIRECTORY = "renamed-unforced";
  private static final String TEMPORARY = DIRECTORY + "/total.tmp";
  private static final String RESULT = DIRECTORY + "/total";

  @Override
  public String name() {
    return "renamed-unforced";
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
        .foreachRdd("total", RenamedUnforced::replace);
  }

  private static void replace(BatchRows<Long> rows, TxnId txn) {
    try (Storage out = rows.storage(Places.OUT)) {
      out.createDirectories(DIRECTORY);
      for (long total : rows.take(1)) {
        out.delete(TEMPORARY);
        try (Appender file = out.createExclusive(TEMPORARY)) {
          file.write(ByteBuffer.wrap(Places.bytes(total + "\n")));
          // The mistake: file.force() is missing here ...
        }
        out.delete(RESULT);
        out.publish(TEMPORARY, RESULT);
        // ... and out.forceDirectory(DIRECTORY) here.
      }
    }
  }
}
