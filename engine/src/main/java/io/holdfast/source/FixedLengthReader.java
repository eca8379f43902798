package io.holdfast.source;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Records of so many bytes. */
record FixedLengthReader(int recordBytes) implements RecordReader<byte[]> {
  private static final int LARGEST_BYTES = 64 << 20;

  FixedLengthReader {
    if (recordBytes < 1 || recordBytes > LARGEST_BYTES) {
      throw new ConfigurationException(
          "The record length is " + recordBytes + " bytes; allowed: 1 to " + LARGEST_BYTES + ".");
    }
  }

  @Override
  public RecordCodec<byte[]> codec() {
    return RecordCodec.bytes();
  }

  @Override
  public Optional<Taken<byte[]>> next(InputStream in) throws IOException {
    byte[] record = in.readNBytes(recordBytes);
    return record.length < recordBytes
        ? Optional.empty()
        : Optional.of(new Taken<>(record, recordBytes));
  }

  @Override
  public String form() {
    return "records of " + recordBytes + " bytes";
  }
}
