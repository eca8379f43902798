package io.holdfast.sink;

import io.holdfast.FencedException;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of one output, written by one driver.
 *
 * <p>Layout: {@code NAME-<batch>/} is published; {@code _holdfast/NAME/} holds {@code owner},
 * {@code epochs/}, {@code staging/<batch>-<epoch>/}, {@code gathered/<batch>/} and {@code trash/}.
 *
 * <p><b>Fencing.</b> A new driver claims its epoch here and then moves all older staging
 * directories to the trash. An old driver stages first, looks at the epochs then, and renames last.
 * If it staged before the sweep, its rename finds nothing to move; if it staged after, it sees the
 * newer epoch. In either case it cannot publish, and what it published before is seen by the new
 * driver, which asks only after the sweep. The same holds for what it gathers, and for what it
 * joins.
 */
final class FileSession<T> implements SinkSession<T> {
  private final FileOutput output;
  private final Storage storage;
  private final FileSink<T> sink;
  private final FileStaging<T> elsewhere;
  private final GatheredBatches gathered;

  /** The names that were given to files, by staging directory. */
  private final Map<String, Set<String>> made = new ConcurrentHashMap<>();

  /** Batches that were asked for and had not committed. */
  private final Set<BatchTime> absent = ConcurrentHashMap.newKeySet();

  FileSession(SinkContext context, FileSink<T> sink, Gathering gathering) {
    this.storage = context.storage(sink.location());
    this.output = new FileOutput(context, storage);
    this.sink = sink;
    this.elsewhere = output.elsewhere(sink);
    this.gathered = new GatheredBatches(output, gathering);
    gathered.recover();
  }

  @Override
  public boolean committed(BatchTime batch) {
    boolean there = gathered.covers(batch) || storage.exists(published(batch));
    if (!there) {
      absent.add(batch);
    }
    return there;
  }

  @Override
  public PartWriter<T> stage(BatchTime batch, int partition, int attempt) {
    String directory = staging(batch);
    Set<String> names = made.computeIfAbsent(directory, this::makeDirectory);
    StagedFile.Place place =
        new StagedFile.Place(storage, directory, names::add, output::checkEpoch);
    return StagedRows.begin(new StagedFile(place, partition, attempt), sink.encoding());
  }

  @Override
  public Optional<PartStaging<T>> elsewhere() {
    return Optional.of(elsewhere);
  }

  @Override
  public void restage(BatchTime batch) {
    if (made.remove(staging(batch)) != null) {
      storage.deleteTree(staging(batch));
    }
    // Attempts elsewhere have names of their own; what is left of them goes with the batch.
  }

  @Override
  public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
    if (parts.isEmpty()) {
      return new CommitOutcome.Committed(false);
    }
    SinkContext context = output.context();
    Manifest manifest =
        new Manifest(
            new TxnId(context.application(), context.output(), batch, context.epoch()),
            context.applicationId(),
            parts.stream().map(FilePart.class::cast).toList());
    if (!gathered.takes(manifest)) {
      gathered.publish();
      return commit(manifest, published(batch));
    }
    String name = output.names().of(batch);
    CommitOutcome outcome = commit(manifest, output.gathered() + "/" + name);
    if (outcome instanceof CommitOutcome.Committed committed && !committed.repeated()) {
      gathered.add(name, manifest);
    }
    return outcome;
  }

  /** Gives a staged batch the name by which it is committed. */
  private CommitOutcome commit(Manifest manifest, String name) {
    BatchTime batch = manifest.txn().batch();
    try {
      return publish(manifest, staging(batch), name);
    } catch (FencedException e) {
      return new CommitOutcome.Refused(e.getMessage());
    } catch (StorageException e) {
      return new CommitOutcome.Unknown(e.getMessage(), e, false);
    } finally {
      made.remove(staging(batch));
      absent.remove(batch);
    }
  }

  private CommitOutcome publish(Manifest manifest, String staging, String name) {
    BatchTime batch = manifest.txn().batch();
    if (gathered.covers(batch)) {
      output.checkEpoch();
      return repeated(batch);
    }
    try {
      adopt(batch, staging, manifest.parts());
      deleteOthers(staging, manifest.parts());
      output.writeManifest(staging, manifest);
      output.checkEpoch();
      storage.publish(staging, name);
      storage.forceDirectory(StoragePath.parent(name));
      return new CommitOutcome.Committed(false);
    } catch (FileExistsException e) {
      return isThere(manifest, name);
    } catch (FileMissingException e) {
      output.checkEpoch();
      return storage.exists(name)
          ? isThere(manifest, name)
          : new CommitOutcome.Refused("what was staged is not there any more: " + e.getMessage());
    }
  }

  private CommitOutcome repeated(BatchTime batch) {
    storage.deleteTree(staging(batch));
    return new CommitOutcome.Committed(true);
  }

  /**
   * What is there is the batch if an older driver had committed it before this one opened the
   * output, or this one has. Whatever came since then under its name was not to come.
   */
  private CommitOutcome isThere(Manifest manifest, String name) {
    Manifest found = new OutputInspector(storage).manifest(name + "/" + Manifest.FILE_NAME);
    BatchTime batch = manifest.txn().batch();
    boolean own = found.txn().epoch() == manifest.txn().epoch();
    return found.isOfSameBatch(manifest) && (own || !absent.contains(batch))
        ? repeated(batch)
        : new CommitOutcome.Refused(
            name + " is there already, though nobody else may write it: " + found.txn() + ".");
  }

  @Override
  public void flush() {
    gathered.publish();
  }

  @Override
  public void close() {
    gathered.close();
    storage.close();
  }

  private Set<String> makeDirectory(String directory) {
    storage.createDirectory(directory);
    return ConcurrentHashMap.newKeySet();
  }

  /** Takes the files that were staged elsewhere out of those of other attempts. */
  private void adopt(BatchTime batch, String directory, List<FilePart> parts) {
    Set<String> here = made.getOrDefault(directory, Set.of());
    List<String> there =
        parts.stream().map(FilePart::name).filter(name -> !here.contains(name)).toList();
    if (there.isEmpty()) {
      return;
    }
    String attempts = elsewhere.directory(batch);
    storage.createDirectory(directory);
    for (String name : there) {
      if (!storage.exists(directory + "/" + name)) {
        storage.publish(attempts + "/" + name, directory + "/" + name);
      }
    }
    storage.deleteTree(attempts);
  }

  /** Attempts that were dropped or did not win must not appear beside those that did. */
  private void deleteOthers(String directory, List<FilePart> parts) {
    Set<String> others = new TreeSet<>(made.getOrDefault(directory, Set.of()));
    parts.forEach(part -> others.remove(part.name()));
    others.forEach(name -> storage.delete(directory + "/" + name));
  }

  private String staging(BatchTime batch) {
    return output.staging(BatchNames.number(batch));
  }

  private String published(BatchTime batch) {
    return output.published(output.names().of(batch));
  }
}
