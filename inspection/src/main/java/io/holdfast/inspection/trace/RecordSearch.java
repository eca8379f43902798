package io.holdfast.inspection.trace;

import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.inspection.ExecutorRecords;
import io.holdfast.inspection.Owner;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds records by a part of their bytes in the data logs of an application. */
public final class RecordSearch {
  private final byte[] wanted;
  private final int limit;
  private final List<String> found = new ArrayList<>();

  private RecordSearch(String text, int limit) {
    this.wanted = text.getBytes(StandardCharsets.UTF_8);
    this.limit = limit;
  }

  /**
   * Searches all that is still in the data logs, from the oldest on.
   *
   * @param text that is part of the record in UTF-8
   * @return records as {@code stream/block/index}, not more than {@code limit}
   */
  public static List<String> find(Storage application, String text, int limit) {
    RecordSearch search = new RecordSearch(text, limit);
    for (FileStatus log : application.list(ApplicationLayout.DATA)) {
      String directory = StoragePath.join(ApplicationLayout.DATA, log.name());
      LogInspector.of(application, directory, Owner.log(application, directory), 0)
          .report(search::frame);
    }
    return search.found;
  }

  private void frame(Frame frame) {
    boolean isBlock = frame.isRecord() && !ExecutorRecords.isChunk(frame.payload());
    if (!isBlock || found.size() >= limit) {
      return;
    }
    try {
      BlockFormat.Header header = BlockFormat.header(frame.payload(), "a block");
      int[] index = {0};
      BlockFormat.forEachEncoded(
          frame.payload(),
          "a block",
          record -> {
            if (found.size() < limit && contains(record)) {
              found.add(header.stream() + "/" + header.sequence() + "/" + index[0]);
            }
            index[0]++;
          });
    } catch (HoldfastException e) {
      // A block that cannot be decoded holds nothing that could be found; verify tells of it.
      return;
    }
  }

  private boolean contains(ByteBuffer record) {
    for (int at = record.position(); at <= record.limit() - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && record.get(at + same) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
