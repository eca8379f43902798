package io.holdfast.inspection.show;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.ruler.LogRuler;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogFollower;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows the segments of a log frame by frame, in order and while they are read: headers, frames
 * with what they hold, verdicts. Needs constant memory. Used by one thread.
 */
public final class LogContents {
  private final Storage storage;
  private final String directory;
  private final LogInspector inspector;
  private final LogKind kind;
  private final FrameOptions options;
  private final RecordContents records;
  private final Consumer<Content> out;
  private LogRuler ruler;
  private Optional<Content> heading = Optional.empty();
  private long left;
  private long hidden;
  private long passedOver;

  private LogContents(
      Storage storage,
      String directory,
      LogInspector inspector,
      LogKind kind,
      FrameOptions options,
      Consumer<Content> out) {
    this.storage = storage;
    this.directory = directory;
    this.inspector = inspector;
    this.kind = kind;
    this.options = options;
    this.records =
        new RecordContents(
            kind, StoragePath.name(directory), options.payloads(), options.classTable());
    this.left = options.limit();
    this.out = out;
  }

  /**
   * Shows all segments of a log.
   *
   * @return the verdicts, oldest segment first; also what is not shown is judged
   */
  public static List<SegmentReport> log(
      Storage storage,
      String directory,
      LogKind kind,
      FrameOptions options,
      Consumer<Content> out) {
    LogInspector inspector = LogInspector.of(storage, directory, Owner.log(storage, directory), 0);
    LogContents contents = new LogContents(storage, directory, inspector, kind, options, out);
    List<SegmentReport> reports = new ArrayList<>();
    inspector.segments().forEach(name -> reports.add(contents.segment(name)));
    return reports;
  }

  /** Shows one segment file. */
  public static SegmentReport segment(
      Storage storage, String path, LogKind kind, FrameOptions options, Consumer<Content> out) {
    LogInspector inspector =
        LogInspector.around(storage, path, Owner.log(storage, StoragePath.parent(path)));
    String directory = StoragePath.parent(path);
    return new LogContents(storage, directory, inspector, kind, options, out)
        .segment(StoragePath.name(path));
  }

  /**
   * Shows what a log gains.
   *
   * @param afterLsn what was shown already
   */
  public static Following following(
      Storage storage,
      String directory,
      LogKind kind,
      long afterLsn,
      FrameOptions options,
      Consumer<Content> out) {
    LogInspector inspector = LogInspector.of(storage, directory, Owner.log(storage, directory), 0);
    LogContents contents = new LogContents(storage, directory, inspector, kind, options, out);
    return new Following(contents, new LogFollower(storage, directory, 0), afterLsn);
  }

  /** A log that is being followed. Used by one thread. */
  public static final class Following {
    private final LogContents contents;
    private final LogFollower follower;
    private final long afterLsn;

    private Following(LogContents contents, LogFollower follower, long afterLsn) {
      this.contents = contents;
      this.follower = follower;
      this.afterLsn = afterLsn;
    }

    /**
     * Shows what has come since the last call.
     *
     * @return whether more may be shown; not any more when the limit is reached
     */
    public boolean poll() {
      long missed = follower.poll((segment, frame) -> show(frame));
      if (missed > 0) {
        String words = Text.count(missed, "record") + " were released before they could be shown";
        contents.out.accept(Content.of("missed", words).with("records", missed));
      }
      return contents.left > 0;
    }

    private void show(Frame frame) {
      if (frame.lsn() <= afterLsn) {
        contents.learn(frame);
      } else {
        contents.frame(frame);
      }
    }
  }

  /** What later records cannot be understood without. */
  private void learn(Frame frame) {
    if (kind == LogKind.STATE && frame.isRecord()) {
      records.learn(frame.payload());
    }
  }

  private SegmentReport segment(String name) {
    if (!options.hex()) {
      return segment(name, null);
    }
    try (StorageReader file = storage.open(StoragePath.join(directory, name))) {
      return segment(name, new LogRuler(file, kind, options.payloads().redacted(), out));
    }
  }

  private SegmentReport segment(String name, LogRuler ruler) {
    this.ruler = ruler;
    heading =
        inspector
            .header(name)
            .map(header -> SegmentContents.header(name, kind, header, options.limit() > 0));
    if (options.selection().all()) {
      heading();
    }
    SegmentReport report = inspector.segment(name, this::frame);
    boolean nothing = heading.isPresent() && report.verdict().sound();
    if (!nothing) {
      heading();
      verdict(report);
    }
    return report;
  }

  /** Of a segment of which only some frames are wanted nothing is shown before the first. */
  private void heading() {
    heading.ifPresent(
        words -> {
          out.accept(words);
          if (ruler != null) {
            ruler.header();
          }
        });
    heading = Optional.empty();
  }

  /** Shows a frame, if it is wanted. */
  private void frame(Frame frame) {
    if (!options.selection().frame(kind, frame)) {
      passedOver++;
      learn(frame);
    } else if (left == 0) {
      hidden++;
      learn(frame);
    } else {
      left--;
      heading();
      out.accept(shown(frame));
      if (ruler != null) {
        ruler.frame(frame);
      }
    }
  }

  private Content shown(Frame frame) {
    int length = frame.payload().remaining();
    Content content =
        frame.isRecord()
            ? records.of(frame.payload(), "LSN " + frame.lsn())
            : Content.of(frame.type().toLowerCase(Locale.ROOT), "");
    String words =
        String.format(
            Locale.ROOT,
            SegmentContents.COLUMNS,
            frame.offset(),
            frame.lsn(),
            frame.type(),
            frame.durableThroughLsn(),
            length,
            content.words());
    Content shown =
        Content.of("frame", words.stripTrailing())
            .with("offset", frame.offset())
            .with("lsn", frame.lsn())
            .with("frame_type", frame.type())
            .with("durable_through_lsn", frame.durableThroughLsn())
            .with("length", length)
            .with("crc32c", Text.hex(frame.payloadCrc()));
    return frame.isRecord()
        ? shown.with("content_type", content.type()).with("content", content.fields())
        : shown;
  }

  private void verdict(SegmentReport report) {
    if (hidden + passedOver > 0) {
      out.accept(SegmentContents.notShown(hidden, passedOver));
      hidden = 0;
      passedOver = 0;
    }
    out.accept(SegmentContents.verdict(report));
  }
}
