package io.holdfast.inspection.show;

import io.holdfast.engine.journal.BlockLocation;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.LogHandle;

/** Where blocks lie, in words and fields. */
final class PlaceContents {
  private PlaceContents() {}

  static String words(BlockLocation location) {
    if (location instanceof InLog log) {
      LogHandle handle = log.handle();
      return "at LSN "
          + handle.lsn()
          + ", segment "
          + handle.segment()
          + " offset "
          + handle.offset();
    } else if (location instanceof InSource source) {
      SourceRange range = source.range();
      return "in its source, partition '"
          + Text.printable(range.partition())
          + "' from offset "
          + range.from()
          + " until "
          + range.until();
    }
    return "in the memory of epoch " + ((InMemory) location).epoch();
  }

  static Content fields(Content content, BlockLocation location) {
    if (location instanceof InLog log) {
      LogHandle handle = log.handle();
      return content
          .with("lsn", handle.lsn())
          .with("segment", handle.segment())
          .with("offset", handle.offset())
          .with("crc32c", Text.hex(handle.crc32c()));
    } else if (location instanceof InSource source) {
      SourceRange range = source.range();
      return content
          .with("partition", range.partition())
          .with("from", range.from())
          .with("until", range.until())
          .with("check", Text.hex(range.check()));
    }
    return content.with("memory_of_epoch", ((InMemory) location).epoch());
  }
}
