package io.holdfast.testkit.contract;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.contract.TinyDatabase.Connection;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sink that writes each row under its key, unless what is there is of a later batch; as one does
 * with stores that know no transactions. It keeps no books, so what it does not do is a part of its
 * contract: see {@link #EXEMPT}.
 */
class UpsertSink implements BatchSink<String> {
  private static final long serialVersionUID = 1L;

  static final Map<SinkRule, String> EXEMPT =
      Map.of(
          SinkRule.WHOLE, "rows appear one by one; what is read in between is a part of the batch",
          SinkRule.ANSWERS,
              "nothing is remembered: a batch is written again, which changes nothing",
          SinkRule.EPOCHS, "old drivers are not kept out",
          SinkRule.FENCED, "old drivers are not kept out; they write what the new one writes",
          SinkRule.OWNED, "the store does not say whose the keys are");

  private final transient Connection connection;

  UpsertSink(Connection connection) {
    this.connection = connection;
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(processing, "a row has one key, and later batches win");
  }

  /** Whether a row may take the place of one that an earlier call has written for its key. */
  boolean mayReplace(long batch, Map.Entry<Long, String> found) {
    return found == null || found.getKey() <= batch;
  }

  @Override
  public SinkSession<String> open(SinkContext context) {
    return new Session();
  }

  private record Rows(int partition, List<String> texts)
      implements SinkSession.StagedPart, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public long rows() {
      return texts.size();
    }
  }

  private final class Session implements SinkSession<String> {
    @Override
    public boolean committed(BatchTime batch) {
      return false;
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      List<String> rows = new ArrayList<>();
      return new PartWriter<>() {
        @Override
        public void write(String row) {
          rows.add(row);
        }

        @Override
        public StagedPart finish() {
          return new Rows(partition, List.copyOf(rows));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void restage(BatchTime batch) {}

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      parts.forEach(part -> ((Rows) part).texts().forEach(row -> put(batch.epochMillis(), row)));
      return new CommitOutcome.Committed(false);
    }

    private void put(long batch, String row) {
      String key = row.substring(0, row.indexOf('='));
      connection.transaction(
          "PUT " + key,
          tables ->
              mayReplace(batch, tables.byKey.get(key))
                  ? tables.byKey.put(key, Map.entry(batch, row))
                  : null);
    }

    @Override
    public void close() {}
  }
}
