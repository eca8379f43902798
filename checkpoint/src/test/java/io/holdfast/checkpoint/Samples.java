package io.holdfast.checkpoint;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;

/** One small checkpoint with a section of each codec and an empty one, and ways to spoil it. */
final class Samples {
  static final UUID APPLICATION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  static final UUID OTHER_APPLICATION = UUID.fromString("ffffffff-0000-0000-0000-000000000000");
  static final CheckpointId ID = new CheckpointId(7, 1_700_000_000_000L);

  private Samples() {}

  static Checkpoint checkpoint() {
    return checkpoint(ID);
  }

  static Checkpoint checkpoint(CheckpointId id) {
    return new Checkpoint(
        id,
        1_700_000_000_123L,
        List.of(
            new CheckpointSection("meta", 1, SectionCodec.FIELDS, new byte[] {1, 2, 3, 4}),
            CheckpointSection.text("classes", 2, "holdfast-classes\t1\t1\n"),
            new CheckpointSection("graph", 3, SectionCodec.KRYO, new byte[] {9, 8, 7}),
            new CheckpointSection("pending", 1, SectionCodec.KRYO, new byte[0])));
  }

  static byte[] bytes() {
    return bytes(checkpoint());
  }

  static byte[] bytes(Checkpoint checkpoint) {
    Storage storage = new SimulatedDisk().storage();
    try (Appender file = storage.createExclusive("file")) {
      ContainerWriter writer =
          new ContainerWriter(file, ContainerHeader.of(APPLICATION, checkpoint));
      checkpoint.sections().forEach(writer::section);
      writer.finish();
    }
    return get(storage, "file");
  }

  static void put(Storage storage, String path, byte[] bytes) {
    try (Appender file = storage.createExclusive(path)) {
      file.write(ByteBuffer.wrap(bytes));
      file.force();
    }
  }

  static byte[] get(Storage storage, String path) {
    try (StorageReader file = storage.open(path)) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, ByteBuffer.wrap(bytes));
      return bytes;
    }
  }

  /** A storage with nothing but these bytes in {@code file}. */
  static Storage storageOf(byte[] bytes) {
    Storage storage = new SimulatedDisk().storage();
    put(storage, "file", bytes);
    return storage;
  }

  /** Makes all checksums right again after {@code bytes} was changed: a lie, well told. */
  static byte[] reseal(byte[] bytes) {
    ByteBuffer all = ContainerFormat.littleEndian(bytes);
    all.putInt(68, ContainerFormat.crc32c(bytes, 0, 68));
    int trailer = bytes.length - ContainerFormat.TRAILER_BYTES;
    long tableOffset = all.getLong(trailer);
    int tableBytes = all.getInt(trailer + 8);
    if (tableOffset >= 0 && tableBytes >= 0 && tableOffset <= trailer - tableBytes) {
      all.putInt(trailer + 16, ContainerFormat.crc32c(bytes, (int) tableOffset, tableBytes));
    }
    MessageDigest digest = ContainerFormat.sha256();
    digest.update(bytes, 0, trailer);
    all.put(trailer + 20, digest.digest());
    all.putInt(trailer + 52, ContainerFormat.crc32c(bytes, trailer, 52));
    return bytes;
  }
}
