package io.holdfast.inspection.rehearsal;

import io.holdfast.sink.FileEncoding;
import io.holdfast.sink.FileSink;

/**
 * Takes the rows of an output whose own sink must not be reached, as files of lines.
 *
 * @param location by which the rehearsal finds them
 */
record CapturedRows(String location) implements FileSink<Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public FileEncoding<Object> encoding() {
    return new RowLines();
  }
}
