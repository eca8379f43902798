package io.holdfast.tools.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 bytes onto a writer, until its reader has gone away. Used by one thread. */
final class TextStream extends OutputStream {
  private static final int CHARS = 8 << 10;

  private final PrintWriter out;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final CharBuffer text = CharBuffer.allocate(CHARS);

  /** The beginning of a character of which the rest is still to come. */
  private ByteBuffer left = ByteBuffer.allocate(0);

  TextStream(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(left.remaining() + length);
    in.put(left).put(bytes, offset, length).flip();
    boolean more;
    do {
      more = decoder.decode(in, text, false).isOverflow();
      out.write(text.array(), 0, text.position());
      text.clear();
    } while (more);
    left = in;
    if (out.checkError()) {
      throw new IOException("whoever read the output has gone away");
    }
  }

  @Override
  public void flush() {
    out.flush();
  }
}
