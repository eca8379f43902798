package io.holdfast.testkit.contract;

import io.holdfast.sink.BatchSink;
import io.holdfast.testkit.contract.TinyDatabase.Connection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A database with nothing in it. */
final class TablePlace implements SinkPlace<String> {
  private final TinyDatabase database = new TinyDatabase();
  private final Function<Connection, BatchSink<String>> sink;
  private final boolean upserts;

  TablePlace(Function<Connection, BatchSink<String>> sink, boolean upserts) {
    this.sink = sink;
    this.upserts = upserts;
  }

  @Override
  public BatchSink<String> sink(Steps steps) {
    return sink.apply(new Connection(database, steps));
  }

  @Override
  public String row(String text) {
    return text;
  }

  @Override
  public List<String> rows(String output) {
    return database.transaction(
        tables ->
            Stream.concat(
                    tables.rows.stream(), tables.byKey.values().stream().map(Map.Entry::getValue))
                .toList());
  }

  @Override
  public List<String> residue(String output) {
    return database.transaction(tables -> List.copyOf(tables.staged.keySet()));
  }

  @Override
  public boolean upserts() {
    return upserts;
  }
}
