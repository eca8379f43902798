package io.holdfast.inspection.show;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.TailMark;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.util.List;

/** The files beside the segments of a log, which are no part of it. */
public final class LogAdjuncts {
  private LogAdjuncts() {}

  /** What the hint on the end of a log says. */
  public static Content tailMark(Storage storage, String path) {
    List<TailMark> marks = LogInspector.tailMarks(storage, path);
    StringBuilder words = new StringBuilder("tail mark " + storage.location() + "/" + path + "\n");
    for (TailMark mark : marks) {
      words.append("  ").append(text(mark)).append('\n');
    }
    if (marks.isEmpty()) {
      words.append(
          "  says nothing: none of its slots verifies. It is a hint, the log is as good\n");
    }
    return Content.of("tail_mark", words.toString())
        .with("marks", marks.stream().map(LogAdjuncts::text).toList());
  }

  private static String text(TailMark mark) {
    return "durable through LSN "
        + mark.durableLsn()
        + ", written in segment "
        + mark.segment()
        + " up to offset "
        + mark.offset()
        + " by epoch "
        + mark.epoch();
  }

  /** How much a crash tore off. */
  public static Content cut(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      String words =
          Text.bytes(reader.length())
              + " that a crash tore off a log: never acknowledged, kept for people\n";
      return Content.of("cut_bytes", storage.location() + "/" + path + ": " + words)
          .with("length", reader.length());
    }
  }
}
