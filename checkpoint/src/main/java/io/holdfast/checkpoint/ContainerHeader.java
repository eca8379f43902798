package io.holdfast.checkpoint;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What the first bytes of a checkpoint file say.
 *
 * @param formatMajor readers of another major version cannot read the file
 * @param formatMinor readers of an older minor version can, and ignore what they do not know
 * @param features incompatible features in use, one bit each
 * @param application whose checkpoint it is
 * @param epoch see {@link CheckpointId}
 * @param batchTimeMillis see {@link CheckpointId}
 * @param createdMillis milliseconds since 1970
 */
public record ContainerHeader(
    int formatMajor,
    int formatMinor,
    long features,
    UUID application,
    long epoch,
    long batchTimeMillis,
    long createdMillis) {

  static ContainerHeader of(UUID application, Checkpoint checkpoint) {
    CheckpointId id = checkpoint.id();
    return new ContainerHeader(
        ContainerFormat.MAJOR,
        ContainerFormat.MINOR,
        0,
        application,
        id.epoch(),
        id.batchTimeMillis(),
        checkpoint.createdMillis());
  }

  /** The checkpoint's id; only for a header that was verified. */
  public CheckpointId id() {
    return new CheckpointId(epoch, batchTimeMillis);
  }

  byte[] encode() {
    byte[] bytes = new byte[ContainerFormat.HEADER_BYTES];
    ByteBuffer target = ContainerFormat.littleEndian(bytes);
    target.put(ContainerFormat.magic());
    target.putShort((short) formatMajor).putShort((short) formatMinor);
    target.putInt(bytes.length).putLong(features);
    target.putLong(Long.reverseBytes(application.getMostSignificantBits()));
    target.putLong(Long.reverseBytes(application.getLeastSignificantBits()));
    target.putLong(epoch).putLong(batchTimeMillis).putLong(createdMillis);
    target.putInt(0);
    target.putInt(ContainerFormat.crc32c(bytes, 0, bytes.length - Integer.BYTES));
    return bytes;
  }

  /** Reads the fields of a header whose magic and checksum are right. */
  static ContainerHeader decode(byte[] bytes) {
    ByteBuffer source = ContainerFormat.littleEndian(bytes);
    long most = Long.reverseBytes(source.getLong(24));
    long least = Long.reverseBytes(source.getLong(32));
    return new ContainerHeader(
        Short.toUnsignedInt(source.getShort(8)),
        Short.toUnsignedInt(source.getShort(10)),
        source.getLong(16),
        new UUID(most, least),
        source.getLong(40),
        source.getLong(48),
        source.getLong(56));
  }
}
