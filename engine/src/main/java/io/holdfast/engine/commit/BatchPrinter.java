package io.holdfast.engine.commit;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.ForeachFunction;
import java.io.PrintStream;

/** Prints the first rows of each batch the way users of the field know it. */
final class BatchPrinter implements ForeachFunction<Object> {
  private static final long serialVersionUID = 1L;
  private static final String RULE = "-------------------------------------------";

  private final transient PrintStream out;
  private final int rows;

  BatchPrinter(PrintStream out, int rows) {
    this.out = out;
    this.rows = rows;
  }

  @Override
  public void accept(BatchRows<Object> batch, TxnId txn) {
    StringBuilder text = new StringBuilder();
    text.append(RULE)
        .append('\n')
        .append("Time: ")
        .append(batch.time().epochMillis())
        .append(" ms\n")
        .append(RULE);
    text.append('\n');
    batch.take(rows).forEach(row -> text.append(format(row)).append('\n'));
    if (batch.count() > rows) {
      text.append("...\n");
    }
    out.println(text);
    out.flush();
  }

  private static String format(Object row) {
    return row instanceof Pair<?, ?> pair
        ? "(" + pair.key() + "," + pair.value() + ")"
        : String.valueOf(row);
  }
}
