package io.holdfast.inspection;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** What lies at a path, as far as names and first bytes tell. */
public enum Subject {
  /** The directory of an application. */
  APPLICATION,
  /** The directory of one log. */
  LOG,
  /** A directory of several logs. */
  LOGS,
  /** One segment file of a log. */
  SEGMENT,
  /** The hint on the end of a log. */
  TAIL_MARK,
  /** Bytes that were cut from a log and kept. */
  CUT_BYTES,
  /** A directory of checkpoints. */
  CHECKPOINTS,
  /** One checkpoint file. */
  CHECKPOINT,
  /** A directory that a file sink writes its batches to. */
  OUTPUT,
  /** The directory of one published batch. */
  BATCH,
  /** The manifest of a batch, or a part that it names. */
  MANIFEST;

  private static final int SIGNATURE_BYTES = 32;

  /**
   * Finds out what a file is.
   *
   * @throws ConfigurationException if it is nothing of Holdfast's
   */
  public static Subject ofFile(Storage storage, String path) {
    String name = StoragePath.name(path);
    if (SegmentHeader.isSegmentName(name)) {
      return SEGMENT;
    } else if (LogInspector.isTailMark(name)) {
      return TAIL_MARK;
    } else if (LogInspector.isCut(name)) {
      return CUT_BYTES;
    } else if (CheckpointId.parse(name).isPresent()) {
      return CHECKPOINT;
    } else if (name.equals(Manifest.FILE_NAME)) {
      return MANIFEST;
    }
    if (OutputInspector.isBatch(storage, StoragePath.parent(path))) {
      return MANIFEST;
    }
    String begin = begin(storage, path);
    if (begin.startsWith("\u0089HFW\r\n")) {
      return SEGMENT;
    } else if (begin.startsWith("\u0089HFC\r\n")) {
      return CHECKPOINT;
    }
    throw nothing(
        location(storage, path)
            + " is neither a log segment nor a checkpoint nor a manifest: its name and its first"
            + " bytes say nothing.");
  }

  /**
   * Finds out what a directory is.
   *
   * @throws ConfigurationException if it is nothing of Holdfast's
   */
  public static Subject ofDirectory(Storage storage, String path) {
    List<FileStatus> entries = storage.list(path);
    Predicate<String> has = name -> entries.stream().anyMatch(e -> e.name().equals(name));
    boolean logAndCheckpoints =
        has.test(ApplicationLayout.JOURNAL) && has.test(ApplicationLayout.CHECKPOINTS);
    if (has.test(ApplicationLayout.IDENTITY) || logAndCheckpoints) {
      return APPLICATION;
    } else if (isLog(entries)) {
      return LOG;
    } else if (entries.stream().anyMatch(e -> CheckpointId.parse(e.name()).isPresent())) {
      return CHECKPOINTS;
    } else if (OutputInspector.isBatch(storage, path)) {
      return BATCH;
    } else if (OutputInspector.isOutput(storage, path)) {
      return OUTPUT;
    }
    boolean logs =
        entries.stream()
            .filter(FileStatus::directory)
            .anyMatch(e -> isLog(storage.list(StoragePath.join(path, e.name()))));
    if (logs) {
      return LOGS;
    }
    throw nothing(
        location(storage, path)
            + (entries.isEmpty() ? " is empty." : " holds nothing of Holdfast's."));
  }

  private static boolean isLog(List<FileStatus> entries) {
    return entries.stream().anyMatch(e -> SegmentHeader.isSegmentName(e.name()));
  }

  private static String begin(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate(SIGNATURE_BYTES);
      int length = reader.read(0, bytes);
      return new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
    }
  }

  private static ConfigurationException nothing(String what) {
    return new ConfigurationException(
        what
            + " Name the directory of an application, a log, checkpoint or manifest in it, or an"
            + " output directory.");
  }

  private static String location(Storage storage, String path) {
    return path.isEmpty() ? storage.location() : storage.location() + "/" + path;
  }
}
