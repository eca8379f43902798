package io.holdfast.checkpoint.placed;

import io.holdfast.checkpoint.state.PartitionFacts;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogHandle;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task has written of one partition of a state, durably, in the log of its process: the
 * changes of a batch, or the whole partition.
 *
 * @param partitions how many the state has
 * @param version of the batch whose changes they are, or behind which the whole was so
 * @param log name of the data log
 * @param records where they lie in it, in their order; none if a batch has changed nothing
 * @param facts of the partition behind that batch
 */
public record PartitionPart(
    int partition,
    int partitions,
    boolean whole,
    long version,
    String log,
    List<LogHandle> records,
    PartitionFacts facts)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public PartitionPart {
    records = List.copyOf(records);
  }

  /** Length of its records. */
  public long lengthBytes() {
    return records.stream().mapToLong(LogHandle::lengthBytes).sum();
  }

  void writeTo(FieldWriter out) {
    out.putVarInt(partition).putVarInt(partitions).putByte(whole ? 1 : 0).putVarLong(version);
    out.putString(log).putVarInt(records.size());
    records.forEach(record -> record.writeTo(out));
    out.putVarLong(facts.keys())
        .putLong(facts.oldestTouchMillis())
        .putByte(facts.holdsPanes() ? 1 : 0);
  }

  static PartitionPart readFrom(FieldReader in) {
    int partition = in.varInt();
    int partitions = in.varInt();
    boolean whole = in.byteValue() == 1;
    long version = in.varLong();
    String log = in.string();
    List<LogHandle> records = new ArrayList<>();
    for (int i = in.count(8); i > 0; i--) {
      records.add(LogHandle.readFrom(in));
    }
    PartitionFacts facts = new PartitionFacts(in.varLong(), in.longValue(), in.byteValue() == 1);
    return new PartitionPart(partition, partitions, whole, version, log, records, facts);
  }
}
