package io.holdfast.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.holdfast.jdbc.JdbcSession.Claimed;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * Rows of a table in a database, exactly once: the rows of a batch and the batch's number commit in
 * one transaction, which an older driver cannot commit. {@code docs/connectors/jdbc.md} says what
 * is promised and what each error wants.
 *
 * <pre>{@code
 * counts.writeTo("counts",
 *     JdbcSink.<Pair<String, Long>>to("jdbc:postgresql://db.example/shop")
 *         .credentials(Credentials.environment("SHOP_USER", "SHOP_PASSWORD"))
 *         .table("counts")
 *         .column("word", ColumnType.TEXT, Pair::key)
 *         .column("total", ColumnType.BIGINT, Pair::value)
 *         .upsertBy("word")
 *         .createTables()
 *         .build());
 * }</pre>
 *
 * <p>A value: part of the checkpointed graph, without any password. The rows of a batch are kept in
 * memory until it commits.
 *
 * @param <T> rows
 */
public final class JdbcSink<T> implements BatchSink<T> {
  private static final long serialVersionUID = 1L;

  private final JdbcSinkSettings settings;
  private final Target<T> target;

  /** Null but in tests. */
  private final transient Surroundings surroundings;

  /**
   * For tests: what connections are seen through, and how time passes while a database is waited
   * for.
   */
  record Surroundings(UnaryOperator<DataSource> connections, Patience patience) {
    static Surroundings real() {
      return new Surroundings(source -> source, Patience.real());
    }
  }

  JdbcSink(JdbcSinkSettings settings, Target<T> target, Surroundings surroundings) {
    this.settings = settings;
    this.target = target;
    this.surroundings = surroundings;
  }

  /**
   * Begins a sink.
   *
   * @param url of the database; its driver must be on the class path
   * @throws io.holdfast.ConfigurationException if it is no JDBC URL, or holds a password
   */
  public static <T> JdbcSinkBuilder<T> to(String url) {
    return new JdbcSinkBuilder<>(JdbcUrl.requireUsable(url));
  }

  /** The same sink as tests want to see it; what is made of a checkpoint has forgotten them. */
  JdbcSink<T> in(Surroundings other) {
    return new JdbcSink<>(settings, target, other);
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(
        Guarantee.EXACTLY_ONCE, "rows and marker commit in one transaction, guarded by epoch");
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.holdfast.ConfigurationException if the database, its tables or the credentials are
   *     not as they must be; nothing is written then
   * @throws io.holdfast.NotReplayableException if the database has forgotten what it had committed
   * @throws io.holdfast.HoldfastException if it could not be reached for as long as patience lasts
   */
  @Override
  public SinkSession<T> open(SinkContext context) {
    Owner owner = Owner.of(context);
    Storage notes = context.notes();
    try {
      Database database = database(owner);
      Opening<T> opening = new Opening<>(database, target, owner, new OpenedNote(notes));
      Claimed claimed = opening.open();
      return new JdbcSession<>(opening, claimed, pool(database, owner));
    } catch (RuntimeException e) {
      notes.close();
      throw e;
    }
  }

  private Database database(Owner owner) {
    String url = settings.url();
    Dialect dialect = Dialect.of(url);
    Surroundings around = surroundings == null ? Surroundings.real() : surroundings;
    Dialect.Setting setting =
        new Dialect.Setting(owner, settings.silence(), around.patience().waits().lock());
    DataSource source = new UrlDataSource(url, settings.credentials(), dialect, setting);
    return new Database(settings, dialect, around.connections().apply(source), around.patience());
  }

  /** One connection: batches of an output commit one after the other. */
  private static HikariDataSource pool(Database database, Owner owner) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("holdfast-" + owner.application() + "-" + owner.output());
    config.setDataSource(database.source());
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(0);
    config.setIdleTimeout(0);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(database.patience().waits().connection().toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /**
   * The rows of the table as it is, sorted by their text, {@code column=value, ...}: rows of others
   * too, if others write to it. A table does not say which batch has brought a row, so each has
   * {@link io.holdfast.stream.BatchTime#NONE}.
   */
  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    Owner nobody = new Owner("reader", new UUID(0, 0), output, 0);
    return Optional.of(TableReader.rows(database(nobody), target));
  }

  @Override
  public List<Serializable> functions() {
    return target.columns().stream().map(column -> (Serializable) column.value()).toList();
  }
}
