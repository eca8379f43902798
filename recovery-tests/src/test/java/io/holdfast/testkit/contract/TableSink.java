package io.holdfast.testkit.contract;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.contract.TinyDatabase.Connection;
import io.holdfast.testkit.contract.TinyDatabase.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A sink with the marker in its own transaction, done right: owner, epoch and last batch of an
 * output are in the database of its rows, and change together with them. Its methods are the places
 * where {@link WrongSink} makes mistakes.
 */
class TableSink implements BatchSink<String> {
  private static final long serialVersionUID = 1L;
  private final transient Connection connection;

  TableSink(Connection connection) {
    this.connection = connection;
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(processing, "rows and marker change in one transaction");
  }

  @Override
  public SinkSession<String> open(SinkContext context) {
    connection.transaction(
        "OPEN",
        tables -> {
          requireOwner(tables, context);
          requireNewest(tables, context);
          tables.cells.put("epoch of " + context.output(), "" + context.epoch());
          sweep(tables, context);
          return null;
        });
    return new Session(context);
  }

  void requireOwner(Tables tables, SinkContext context) {
    String owner = context.applicationId().toString();
    String found = tables.cells.putIfAbsent("owner of " + context.output(), owner);
    if (found != null && !found.equals(owner)) {
      throw new WrongApplicationException("it belongs to " + found);
    }
  }

  void requireNewest(Tables tables, SinkContext context) {
    String newest = tables.cells.getOrDefault("epoch of " + context.output(), "0");
    if (Long.parseLong(newest) > context.epoch()) {
      throw new FencedException("epoch " + newest + " has taken over");
    }
  }

  void sweep(Tables tables, SinkContext context) {
    tables.staged.keySet().removeIf(name -> name.startsWith(context.output() + "/"));
  }

  boolean applied(Tables tables, String output, BatchTime batch) {
    String last = tables.cells.getOrDefault("last of " + output, "0");
    return Long.parseLong(last) >= batch.epochMillis();
  }

  void mark(Tables tables, String output, BatchTime batch) {
    tables.cells.put("last of " + output, "" + batch.epochMillis());
  }

  boolean committed(Session session, BatchTime batch) {
    return connection.transaction(
        "SELECT marker", tables -> applied(tables, session.context.output(), batch));
  }

  /** Rows and marker, or that they were there; one transaction. */
  boolean apply(Session session, BatchTime batch, List<String> parts) {
    return connection.transaction(
        "INSERT rows, UPDATE marker",
        tables -> {
          requireNewest(tables, session.context);
          if (applied(tables, session.context.output(), batch)) {
            return true;
          }
          move(tables, session, batch, parts);
          mark(tables, session.context.output(), batch);
          return false;
        });
  }

  void move(Tables tables, Session session, BatchTime batch, List<String> parts) {
    for (String part : parts) {
      if (!tables.staged.containsKey(part)) {
        throw new FencedException("part " + part + " was taken away");
      }
      tables.rows.addAll(tables.staged.get(part));
    }
    tables.staged.keySet().removeIf(name -> name.startsWith(session.prefix(batch)));
  }

  void stage(Connection to, String part, List<String> rows) {
    to.transaction("INSERT INTO staging", tables -> tables.staged.put(part, List.copyOf(rows)));
  }

  /** Tries once more what was not answered. */
  boolean applyAgain(Session session, BatchTime batch, List<String> parts) {
    return apply(session, batch, parts);
  }

  final Connection connection() {
    return connection;
  }

  record Part(int partition, long rows, String name) implements SinkSession.StagedPart {}

  final class Session implements SinkSession<String> {
    final SinkContext context;
    final Set<BatchTime> known = new HashSet<>();
    private final Set<BatchTime> unknown = new HashSet<>();

    Session(SinkContext context) {
      this.context = context;
    }

    String prefix(BatchTime batch) {
      return context.output() + "/" + batch.epochMillis() + "-" + context.epoch() + "-";
    }

    @Override
    public boolean committed(BatchTime batch) {
      return TableSink.this.committed(this, batch);
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      String name = prefix(batch) + partition + "-" + attempt;
      List<String> rows = new ArrayList<>();
      return new PartWriter<>() {
        @Override
        public void write(String row) {
          rows.add(row);
        }

        @Override
        public StagedPart finish() {
          TableSink.this.stage(connection, name, rows);
          return new Part(partition, rows.size(), name);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void restage(BatchTime batch) {
      connection.transaction(
          "DELETE FROM staging",
          tables -> tables.staged.keySet().removeIf(name -> name.startsWith(prefix(batch))));
    }

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      List<String> names = parts.stream().map(part -> ((Part) part).name()).toList();
      try {
        boolean again = unknown.contains(batch);
        boolean repeated =
            again ? applyAgain(this, batch, names) : TableSink.this.apply(this, batch, names);
        known.add(batch);
        return new Committed(repeated);
      } catch (FencedException e) {
        return new Refused(e.getMessage());
      } catch (RuntimeException e) {
        unknown.add(batch);
        return new Unknown("no answer to COMMIT", e, true);
      }
    }

    @Override
    public void close() {}
  }
}
