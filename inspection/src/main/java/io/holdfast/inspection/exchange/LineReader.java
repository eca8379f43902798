package io.holdfast.inspection.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.holdfast.DamageException;
import io.holdfast.inspection.JsonLines;
import io.holdfast.wal.storage.StorageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/** Reads an export line by line, and knows the number of the line for errors. */
final class LineReader {
  private static final int LONGEST_LINE_BYTES = 1 << 30;

  private final InputStream in;
  private final String location;
  private byte[] line = new byte[8 << 10];
  private int length;
  private long number;

  LineReader(InputStream in, String location) {
    this.in = new BufferedInputStream(in, 64 << 10);
    this.location = location;
  }

  /**
   * The next line that is not empty.
   *
   * @return null at the end
   * @throws DamageException if it is not a whole JSON object
   */
  Fields next() {
    boolean terminated;
    do {
      terminated = read();
      if (!terminated && length == 0) {
        return null;
      }
    } while (isBlank());
    try {
      Map<?, ?> object = JsonLines.parse(line, length);
      return new Fields(object, place());
    } catch (JsonProcessingException e) {
      throw broken(terminated, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw broken(terminated, e.getMessage(), e);
    }
  }

  private DamageException broken(boolean terminated, String why, IOException cause) {
    return new DamageException(
        place()
            + ": "
            + (terminated
                ? "it cannot be read as JSON: " + why.replaceAll("\\s*\\R\\s*", " ")
                : "the file ends in the middle of the line")
            + ". Copy the export again, or export the original again.",
        cause);
  }

  String place() {
    return location + " line " + number;
  }

  /** An error that is about the file as a whole. */
  DamageException damaged(String why) {
    return new DamageException(
        place() + ": " + why + ". Copy the export again, or export the original again.");
  }

  private boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Whether the line had an end. */
  private boolean read() {
    length = 0;
    number++;
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          return true;
        }
        if (length == line.length) {
          grow();
        }
        line[length++] = (byte) next;
      }
      return false;
    } catch (IOException e) {
      throw new StorageException(place() + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void grow() {
    if (length >= LONGEST_LINE_BYTES) {
      throw damaged("it is longer than " + LONGEST_LINE_BYTES + " bytes, so it is no export");
    }
    line = Arrays.copyOf(line, (int) Math.min(LONGEST_LINE_BYTES, line.length * 2L));
  }
}
