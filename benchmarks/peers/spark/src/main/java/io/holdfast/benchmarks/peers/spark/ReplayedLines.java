package io.holdfast.benchmarks.peers.spark;

import io.holdfast.runtime.CompositionRoot;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The load as a source of Structured Streaming that can be read again from any line, as from a
 * queue such as Kafka's: a thread says how many lines there are, a batch is what has come since the
 * last one, and each processor reads its share of it.
 */
public final class ReplayedLines implements TableProvider {
  private static final StructType SCHEMA = new StructType().add("line", DataTypes.StringType);

  private static volatile long available;
  private static volatile long read;

  /** Feeds the lines as they are due. To be called once, by a thread of its own. */
  @CompositionRoot("runs on a thread that main made")
  static void feed() {
    Run run = Run.current();
    long next = 0;
    while (next < run.load.lines()) {
      next = run.meter.due(next);
      available = next;
    }
    run.meter.fedAll(next);
  }

  /** How many lines there are by now. */
  static long available() {
    return available;
  }

  /** How many lines, counted from the first, the batch that runs and those before it have. */
  static long read() {
    return read;
  }

  static void reads(long lines) {
    read = lines;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new LineTable();
  }

  private static final class LineTable implements SupportsRead, ScanBuilder, Scan {
    @Override
    public String name() {
      return "lines";
    }

    @Override
    @SuppressWarnings("deprecation") // the older of two ways to say it, and the shorter one
    public StructType schema() {
      return SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return this;
    }

    @Override
    public Scan build() {
      return this;
    }

    @Override
    public StructType readSchema() {
      return SCHEMA;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return new LineStream();
    }
  }
}
