package io.holdfast.engine.batch;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.SentSplit;
import io.holdfast.engine.block.BlockSplit;
import io.holdfast.engine.quarantine.DeadLetter;
import io.holdfast.engine.quarantine.RecordOrigin;
import io.holdfast.stream.BatchTime;
import java.io.Serializable;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The records of one batch on which functions of the user's fail. A batch is computed without those
 * that are known; when it fails on another one, it is computed once more to find them all, and what
 * comes of that is thrown away. So a record that is set aside has had no effect at all.
 *
 * <p>Filled by tasks; looked at by the driver between attempts.
 */
final class BadRecords {
  private static final BitSet NONE = new BitSet();

  private final BatchTime batch;
  private final Map<Block, BitSet> known = new ConcurrentHashMap<>();
  private final Map<RecordOrigin, DeadLetter> letters = new TreeMap<>();
  private volatile boolean searching;

  private record Block(String stream, long sequence) {}

  BadRecords(BatchTime batch) {
    this.batch = batch;
  }

  /** The batch's input without the records that are known to be bad. */
  List<InputSplit<Object>> without(List<BlockSplit<Object>> splits) {
    return splits.stream().<InputSplit<Object>>map(split -> new Traced(split, this)).toList();
  }

  /** From now on tasks pass over what fails and note it. */
  void search() {
    searching = true;
  }

  /** Ends the search; the records that it has found are left out from now on. */
  void exclude() {
    searching = false;
    for (RecordOrigin origin : origins()) {
      known
          .computeIfAbsent(new Block(origin.stream(), origin.block()), block -> new BitSet())
          .set(Math.toIntExact(origin.index()));
    }
  }

  Collection<DeadLetter> letters() {
    synchronized (letters) {
      return List.copyOf(letters.values());
    }
  }

  int count() {
    synchronized (letters) {
      return letters.size();
    }
  }

  private List<RecordOrigin> origins() {
    synchronized (letters) {
      return List.copyOf(letters.keySet());
    }
  }

  private void found(DeadLetter letter) {
    synchronized (letters) {
      letters.putIfAbsent(letter.origin(), letter);
    }
  }

  private Tracing tracing(BlockSplit<Object> split) {
    String stream = split.block().stream();
    long sequence = split.block().sequence();
    BitSet left = known.getOrDefault(new Block(stream, sequence), NONE);
    return new Tracing(stream, sequence, split.codec(), batch, left);
  }

  /** A block of which the bad records are left out, and in which new ones are noticed. */
  private record Traced(BlockSplit<Object> split, BadRecords bad) implements InputSplit<Object> {
    @Override
    public long lengthBytes() {
      return split.lengthBytes();
    }

    @Override
    public void forEach(Consumer<? super Object> action) {
      bad.tracing(split).walk(split::forEach, action, bad.searching ? bad::found : null);
    }

    @Override
    public Optional<SentSplit<Object>> elsewhere() {
      return split.elsewhere().map(sent -> new Sent(sent, bad.tracing(split), bad.searching));
    }

    @Override
    public void noted(Serializable note) {
      bad.found((DeadLetter) note);
    }
  }

  /** The same in another process, which notes what it finds. */
  private record Sent(SentSplit<Object> split, Tracing tracing, boolean searching)
      implements SentSplit<Object> {
    private static final long serialVersionUID = 1L;

    @Override
    public long lengthBytes() {
      return split.lengthBytes();
    }

    @Override
    public Optional<Location> location() {
      return split.location();
    }

    @Override
    public void forEach(Reader reader, Consumer<? super Object> action) {
      tracing.walk(rows -> split.forEach(reader, rows), action, searching ? reader::note : null);
    }
  }
}
