package io.holdfast.sink;

import io.holdfast.sink.FileEncoding.RowWriter;
import io.holdfast.sink.SinkSession.PartWriter;

/**
 * One attempt of one partition: counts its rows, and sees to it that a failure of the storage is
 * what is heard, whatever an encoding makes of it.
 */
final class StagedRows<T> implements PartWriter<T> {
  private final StagedFile file;
  private final RowWriter<? super T> writer;
  private long rows;
  private boolean finished;

  StagedRows(StagedFile file, RowWriter<? super T> writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Begins a part; leaves nothing open if that fails. */
  static <T> StagedRows<T> begin(StagedFile file, FileEncoding<? super T> encoding) {
    try {
      return new StagedRows<>(file, encoding.begin(file));
    } catch (RuntimeException e) {
      file.drop();
      throw e;
    }
  }

  @Override
  public void write(T row) {
    guarded(() -> writer.write(row));
    rows++;
  }

  @Override
  public FilePart finish() {
    guarded(writer::finish);
    FilePart part = file.finish(rows);
    finished = true;
    return part;
  }

  @Override
  public void close() {
    if (!finished) {
      finished = true;
      file.drop();
      writer.drop();
    }
  }

  /** An encoding may wrap or swallow what the storage has thrown. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      RuntimeException failure = file.failure();
      if (failure != null && failure != e) {
        failure.addSuppressed(e);
        throw failure;
      }
      throw e;
    }
    if (file.failure() != null) {
      throw file.failure();
    }
  }
}
