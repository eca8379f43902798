package io.holdfast.checkpoint;

import java.util.Optional;

/** How the bytes of a section are to be read. The numbers are part of the format. */
public enum SectionCodec {
  /** Plain little-endian fields; decodable without the job's classes. */
  FIELDS(1),
  /** Lines of UTF-8 text; decodable without the job's classes. */
  TEXT(2),
  /** Kryo; needs the job's classes and the {@code classes} section of the same file. */
  KRYO(3);

  private final int number;

  SectionCodec(int number) {
    this.number = number;
  }

  /** The number that stands for this codec in the section table. */
  public int number() {
    return number;
  }

  /** The codec with that number; empty if this version knows none. */
  public static Optional<SectionCodec> of(int number) {
    for (SectionCodec codec : values()) {
      if (codec.number == number) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
