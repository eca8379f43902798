package io.holdfast.tools;

import io.holdfast.jdbc.ColumnType;
import io.holdfast.jdbc.JdbcSink;
import io.holdfast.jdbc.JdbcSinkBuilder;
import io.holdfast.kafka.KafkaSink;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.FileSink;
import io.holdfast.sink.Gathering;
import io.holdfast.sink.TextFileSink;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where the rows of a job go, as the flag {@code --to} names it. */
sealed interface OutputAddress {

  /** The sink for an output whose rows are of this form. */
  BatchSink<Object> sink(RowForm form, ConnectorOptions options);

  /** A directory: a path or a URI. */
  record Directory(String location) implements OutputAddress {
    @Override
    public BatchSink<Object> sink(RowForm form, ConnectorOptions options) {
      FileSink<Object> files = TextFileSink.to(location);
      return options
          .gathering()
          .<BatchSink<Object>>map(most -> files.gathering(Gathering.upTo(most)))
          .orElse(files);
    }
  }

  /** A database. */
  record Database(String url) implements OutputAddress {
    @Override
    public BatchSink<Object> sink(RowForm form, ConnectorOptions options) {
      DriverLogs.quiet();
      JdbcSinkBuilder<Object> sink =
          JdbcSink.to(url).table(options.table(form)).credentials(options.databaseCredentials());
      for (int i = 0; i < form.fields().size(); i++) {
        RowForm.Field field = form.fields().get(i);
        ColumnType type = field.number() ? ColumnType.BIGINT : ColumnType.TEXT;
        sink.column(field.name(), type, new RowField(i, field.number()));
      }
      if (!form.key().isEmpty()) {
        sink.upsertBy(form.key().toArray(String[]::new));
      }
      return options.creates() ? sink.createTables().build() : sink.build();
    }
  }

  /** A topic. */
  record Topic(KafkaAddress address) implements OutputAddress {
    private static final int PARTITIONS = 4;

    @Override
    public BatchSink<Object> sink(RowForm form, ConnectorOptions options) {
      KafkaSink<Object> sink =
          KafkaSink.of(
              options.kafka(address.brokers()), address.topic(), new RowRecord(form.keyField()));
      return options.creates() ? sink.createTopic(PARTITIONS) : sink;
    }
  }

  /** Reads the flag. */
  final class Flag implements ITypeConverter<OutputAddress> {
    static final String FORMS = "PATH, hdfs://HOST/PATH, jdbc:URL or kafka://HOST:PORT/TOPIC";

    @Override
    public OutputAddress convert(String value) {
      if (value.startsWith("jdbc:")) {
        return new Database(value);
      }
      if (value.startsWith("kafka:")) {
        return new Topic(KafkaAddress.parse(value, "topic"));
      }
      if (value.isEmpty()) {
        throw new TypeConversionException("'' is no output; write " + FORMS);
      }
      return new Directory(value);
    }
  }
}
