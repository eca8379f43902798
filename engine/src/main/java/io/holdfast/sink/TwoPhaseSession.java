package io.holdfast.sink;

import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.sink.DecisionNotes.Noted;
import io.holdfast.sink.TwoPhaseResource.Connection;
import io.holdfast.sink.TwoPhaseResource.Part;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An output of a {@link TwoPhaseSink}, opened by one driver. */
final class TwoPhaseSession<T> implements SinkSession<T> {
  private final SinkContext context;
  private final String description;
  private final DecisionNotes notes;
  private final Connection<T> connection;
  private final String prefix;
  private final AtomicLong begun = new AtomicLong();

  /** The names under which parts were or will be prepared and that are not decided, by batch. */
  private final Map<BatchTime, Set<String>> undecided = new ConcurrentHashMap<>();

  /** What is decided and not carried out yet; null if there is nothing. */
  private Noted pending;

  private TwoPhaseSession(
      SinkContext context, String description, DecisionNotes notes, Connection<T> connection) {
    this.context = context;
    this.description = description;
    this.notes = notes;
    this.connection = connection;
    this.prefix = "holdfast-" + context.applicationId() + "-" + context.output() + "-";
  }

  /** Opens the output, carries out what was decided and aborts what was not. */
  static <T> SinkSession<T> open(SinkContext context, TwoPhaseResource<T> resource) {
    DecisionNotes notes = new DecisionNotes(context);
    Connection<T> connection = null;
    try {
      connection = resource.connect(context);
      TwoPhaseSession<T> session =
          new TwoPhaseSession<>(context, resource.description(), notes, connection);
      session.recover();
      return session;
    } catch (HoldfastException e) {
      close(connection, notes);
      throw e;
    } catch (RuntimeException e) {
      close(connection, notes);
      throw new JobFailedException(
          "Output '"
              + context.output()
              + "' cannot be opened: "
              + resource.description()
              + " failed: "
              + e.getMessage()
              + ". Nothing is lost; what was decided is carried out by the next start.",
          e);
    }
  }

  private static void close(Connection<?> connection, DecisionNotes notes) {
    try (notes) {
      if (connection != null) {
        connection.close();
      }
    }
  }

  private void recover() {
    Set<String> decided = new TreeSet<>();
    for (Noted noted : notes.open()) {
      noted.decision().names().forEach(connection::commit);
      decided.addAll(noted.decision().names());
      notes.done(noted);
    }
    Pattern own = Pattern.compile(Pattern.quote(prefix) + "e(\\d{1,18})-b\\d+-p\\d+-\\d+");
    for (String name : connection.prepared(prefix)) {
      Matcher parts = own.matcher(name);
      boolean older = parts.matches() && Long.parseLong(parts.group(1)) <= context.epoch();
      if (older && !decided.contains(name)) {
        connection.abort(name);
      }
    }
  }

  @Override
  public boolean committed(BatchTime batch) {
    return notes.covers(batch);
  }

  @Override
  public PartWriter<T> stage(BatchTime batch, int partition, int attempt) {
    String name =
        prefix
            + ("e" + context.epoch())
            + ("-b" + batch.epochMillis())
            + ("-p" + partition)
            + ("-" + begun.incrementAndGet());
    Set<String> names = undecided.computeIfAbsent(batch, key -> ConcurrentHashMap.newKeySet());
    return new Writer(connection.begin(name), names, new PreparedPart(partition, 0, name));
  }

  @Override
  public void restage(BatchTime batch) {
    abortBut(batch, List.of());
    undecided.remove(batch);
  }

  @Override
  public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
    if (pending != null && pending.decision().txn().batch().equals(batch)) {
      return carryOut();
    }
    List<String> names = parts.stream().map(part -> ((PreparedPart) part).name()).toList();
    boolean done = notes.covers(batch);
    try {
      abortBut(batch, done ? List.of() : names);
    } catch (RuntimeException e) {
      return new CommitOutcome.Unknown(failed(e), e, true);
    }
    undecided.remove(batch);
    return done || names.isEmpty() ? new CommitOutcome.Committed(done) : decide(batch, names);
  }

  private CommitOutcome decide(BatchTime batch, List<String> names) {
    TxnId txn = new TxnId(context.application(), context.output(), batch, context.epoch());
    try {
      pending = notes.decide(new Decision(txn, context.applicationId(), names));
    } catch (FencedException e) {
      return refused(e, names);
    } catch (FileExistsException e) {
      return new CommitOutcome.Refused(e.getMessage());
    } catch (FileMissingException e) {
      // Nothing is aborted: a storage that has renamed and was asked again says the same.
      return new CommitOutcome.Refused("a newer driver has taken over: " + e.getMessage());
    } catch (StorageException e) {
      return new CommitOutcome.Unknown(e.getMessage(), e, false);
    }
    return carryOut();
  }

  /** Nothing is decided: the newer driver may not have seen these parts. */
  private CommitOutcome refused(FencedException why, List<String> names) {
    try {
      names.forEach(connection::abort);
    } catch (RuntimeException e) {
      return new CommitOutcome.Refused(
          why.getMessage() + " What was prepared is aborted by the next start: " + failed(e));
    }
    return new CommitOutcome.Refused(why.getMessage());
  }

  private CommitOutcome carryOut() {
    try {
      pending.decision().names().forEach(connection::commit);
    } catch (RuntimeException e) {
      return new CommitOutcome.Unknown(failed(e), e, true);
    }
    try {
      notes.done(pending);
    } catch (FencedException e) {
      return new CommitOutcome.Refused(e.getMessage());
    } catch (StorageException e) {
      return new CommitOutcome.Unknown(e.getMessage(), e, false);
    }
    pending = null;
    return new CommitOutcome.Committed(false);
  }

  private String failed(RuntimeException e) {
    return description + " failed: " + e.getMessage();
  }

  /** Aborts what failed attempts have left. */
  private void abortBut(BatchTime batch, List<String> names) {
    for (String name : new ArrayList<>(undecided.getOrDefault(batch, Set.of()))) {
      if (!names.contains(name)) {
        connection.abort(name);
      }
    }
  }

  @Override
  public void close() {
    close(connection, notes);
  }

  /** A part that is prepared and will be committed under its name. */
  record PreparedPart(int partition, long rows, String name) implements StagedPart {
    private static final long serialVersionUID = 1L;
  }

  private final class Writer implements PartWriter<T> {
    private final Part<T> part;
    private final Set<String> names;
    private final PreparedPart empty;
    private long rows;

    Writer(Part<T> part, Set<String> names, PreparedPart empty) {
      this.part = part;
      this.names = names;
      this.empty = empty;
    }

    @Override
    public void write(T row) {
      part.write(row);
      rows++;
    }

    @Override
    public StagedPart finish() {
      // Noted first: a prepare that fails may have happened.
      names.add(empty.name());
      part.prepare();
      return new PreparedPart(empty.partition(), rows, empty.name());
    }

    @Override
    public void close() {
      part.close();
    }
  }
}
