package io.holdfast.testkit.contract;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.testkit.invariant.Residue;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import java.util.function.Function;

/**
 * A place for sinks that write to {@link io.holdfast.sink.SinkContext#storage}: a simulated disk,
 * on which every operation is a step, and from which a power failure takes what was not forced.
 *
 * @param <T> rows
 */
public class StoragePlace<T> implements SinkPlace<T> {
  private static final List<CrashProfile> PROFILES =
      List.of(
          CrashProfile.LOSE_ALL,
          CrashProfile.EXT4_ORDERED,
          CrashProfile.XFS,
          CrashProfile.ADVERSARIAL);

  private final BatchSink<T> sink;
  private final Function<String, ? extends T> row;
  private SimulatedDisk disk = new SimulatedDisk();

  /**
   * A place with nothing on it.
   *
   * @param sink whose locations are absolute paths such as {@code /out}
   * @param row makes a row of a text
   */
  public StoragePlace(BatchSink<T> sink, Function<String, ? extends T> row) {
    this.sink = sink;
    this.row = row;
  }

  @Override
  public final BatchSink<T> sink(Steps steps) {
    return sink;
  }

  @Override
  public final T row(String text) {
    return row.apply(text);
  }

  /**
   * What is behind a location, past all steps.
   *
   * @param location as the sink names it
   */
  protected final Storage outside(String location) {
    return disk.storage().directory(path(location));
  }

  /**
   * By {@link BatchSink#committedRows}, which goes through no steps here.
   *
   * @throws ConfigurationException if the sink does not have it: override this method then
   */
  @Override
  public List<String> rows(String output) {
    return sink
        .committedRows(output, this::outside)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    sink.getClass().getSimpleName()
                        + " cannot read itself back: override rows() of its StoragePlace."))
        .stream()
        .map(CommittedRow::row)
        .toList();
  }

  /** Files of temporary names, and whatever lies in directories for staging and trash. */
  @Override
  public List<String> residue(String output) {
    return Residue.in(disk.storage());
  }

  @Override
  public final Storage storage(Steps steps, String location) {
    return new SteppedStorage(steps, outside(location), "/" + path(location));
  }

  @Override
  public Exception lostAnswer(String step) {
    return new StorageException("no answer to '" + step + "'", null);
  }

  @Override
  public final boolean losePower(long seed) {
    disk = disk.crash(PROFILES.get(Math.floorMod(seed, PROFILES.size())), seed);
    return true;
  }

  private static String path(String location) {
    String path = location.replaceFirst("^[a-z]+:/*", "").replaceFirst("^/+", "");
    return path.isEmpty() ? path : StoragePath.requireValid(path);
  }
}
