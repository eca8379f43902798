package io.holdfast.inspection;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.diff.CheckpointDiff;
import io.holdfast.inspection.diff.DiffSide;
import io.holdfast.inspection.diff.EntryText;
import io.holdfast.inspection.exchange.Exporter;
import io.holdfast.inspection.explain.Explanation;
import io.holdfast.inspection.graph.GraphModel;
import io.holdfast.inspection.graph.MermaidGraph;
import io.holdfast.inspection.graph.SvgGraph;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.inspection.plan.PlanContents;
import io.holdfast.inspection.plan.StartPlanner;
import io.holdfast.inspection.show.ApplicationContents;
import io.holdfast.inspection.show.CheckpointContents;
import io.holdfast.inspection.show.FrameOptions;
import io.holdfast.inspection.show.LogAdjuncts;
import io.holdfast.inspection.show.LogContents;
import io.holdfast.inspection.show.ManifestContents;
import io.holdfast.inspection.show.Selection;
import io.holdfast.inspection.statistics.Bars;
import io.holdfast.inspection.statistics.Period;
import io.holdfast.inspection.statistics.Statistics;
import io.holdfast.inspection.statistics.Statistics.Options;
import io.holdfast.inspection.statistics.Window;
import io.holdfast.inspection.trace.Journey;
import io.holdfast.inspection.trace.Question;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The ways in which a file can be looked at. */
final class FileLooks {
  private FileLooks() {}

  private static void forget(Content content) {
    // Only whether it can be made counts.
  }

  /** All that fit a file, in its application's or output's directory. */
  static List<Runnable> of(
      Storage place, String path, boolean application, SplittableRandom random) {
    List<Runnable> looks = new ArrayList<>();
    String name = StoragePath.name(path);
    long offset = random.nextInt(1200);
    if (!application) {
      looks.add(() -> ManifestContents.of(place, StoragePath.parent(path), FileLooks::forget));
    } else if (SegmentHeader.isSegmentName(name)) {
      LogKind kind = LogKind.of("/" + StoragePath.parent(path));
      looks.add(() -> LogContents.segment(place, path, kind, options(random), FileLooks::forget));
      looks.add(() -> explain(Subject.SEGMENT, place, path, kind, offset));
    } else if (CheckpointId.parse(name).isPresent()) {
      Payloads payloads = Payloads.byStructure(random.nextBoolean());
      looks.add(() -> CheckpointContents.of(place, path, random.nextBoolean(), payloads));
      looks.add(() -> explain(Subject.CHECKPOINT, place, path, LogKind.UNKNOWN, offset));
    } else if (LogInspector.isTailMark(name)) {
      looks.add(() -> LogAdjuncts.tailMark(place, path));
    }
    if (application && random.nextInt(4) == 0) {
      looks.add(() -> list(place));
      String what = random.nextBoolean() ? "lines:36" : "1700001000020";
      looks.add(
          () ->
              Journey.show(
                  place, Question.parse(what), Payloads.byStructure(false), FileLooks::forget));
    }
    if (application && random.nextInt(4) == 0) {
      applicationLooks(place, random, looks);
    }
    if (random.nextInt(2) == 0) {
      looks.add(() -> export(place, random.nextBoolean() ? path : ""));
    }
    return looks;
  }

  private static void applicationLooks(Storage app, SplittableRandom random, List<Runnable> looks) {
    looks.add(
        () ->
            PlanContents.of(
                StartPlanner.plan(app, Optional.empty(), random::nextLong, what -> {}),
                FileLooks::forget));
    Options all = new Options(Period.HOUR, Window.ALL, Bars.UNICODE);
    looks.add(() -> Statistics.show(app, "", Optional.empty(), all, FileLooks::forget, what -> {}));
    List<String> checkpoints =
        app.list("checkpoints").stream()
            .map(FileStatus::name)
            .filter(name -> CheckpointId.parse(name).isPresent())
            .map(name -> "checkpoints/" + name)
            .toList();
    looks.add(() -> diff(app, checkpoints));
    looks.add(() -> graph(app, checkpoints.get(checkpoints.size() - 1)));
  }

  private static void list(Storage app) {
    List<Content> unused =
        ApplicationContents.of(app, ApplicationInspector.inspect(app, what -> {}));
  }

  private static void diff(Storage app, List<String> checkpoints) {
    DiffSide older = DiffSide.read(app, checkpoints.get(0), true);
    DiffSide newer = DiffSide.read(app, checkpoints.get(checkpoints.size() - 1), true);
    CheckpointDiff.Result unused =
        new CheckpointDiff(older, newer, EntryText.PRINTABLE, 3, FileLooks::forget, what -> {})
            .run();
  }

  private static void graph(Storage app, String checkpoint) {
    try (ContainerReader reader = ContainerReader.open(app, checkpoint)) {
      GraphModel model = GraphModel.of(CheckpointParts.graph(reader), "title");
      int unused = SvgGraph.of(model).length() + MermaidGraph.of(model).length();
    }
  }

  private static void export(Storage place, String file) {
    Exporter.Summary unused =
        Exporter.export(place, file, "a test", OutputStream.nullOutputStream(), what -> {});
  }

  private static FrameOptions options(SplittableRandom random) {
    Payloads payloads =
        random.nextInt(4) == 0 ? Payloads.hidden(true) : Payloads.byStructure(random.nextBoolean());
    return new FrameOptions(
        Selection.ALL, Long.MAX_VALUE, random.nextBoolean(), payloads, FrameOptions.NO_CLASSES);
  }

  private static void explain(
      Subject subject, Storage place, String path, LogKind kind, long offset) {
    Located at = new Located(subject, place, path, kind, true);
    Explanation.of(at, offset, false, FileLooks::forget);
  }
}
