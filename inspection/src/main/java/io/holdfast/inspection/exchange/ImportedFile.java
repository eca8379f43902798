package io.holdfast.inspection.exchange;

import java.nio.ByteBuffer;

/** A file that is being made from its lines. Used by one thread. */
abstract class ImportedFile {
  private final Output output;

  /** Where its bytes go. */
  interface Output {
    long position();

    void write(ByteBuffer bytes);
  }

  ImportedFile(Output output) {
    this.output = output;
  }

  /** Takes a line that is between those that begin and end a file. */
  void line(String type, Fields line) {
    switch (type) {
      case "bytes" -> write(ByteBuffer.wrap(line.base64("raw")));
      case "zeros" -> zeros(line);
      default -> other(type, line);
    }
  }

  /** Takes a line that only files of this format have. */
  abstract void other(String type, Fields line);

  /** All lines were taken. */
  void end(Fields line) {
    // Most files end with their last line.
  }

  final long position() {
    return output.position();
  }

  final void write(ByteBuffer bytes) {
    written(bytes);
    output.write(bytes.duplicate());
  }

  /** Is told of all bytes. */
  void written(ByteBuffer bytes) {
    // Most need not know.
  }

  private void zeros(Fields line) {
    long left = line.count("length");
    while (left > 0) {
      int piece = (int) Math.min(left, 64 << 10);
      write(ByteBuffer.allocate(piece));
      left -= piece;
    }
  }
}
