package io.holdfast.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.stream.StorageLevel;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where rows are kept for a batch, and what is said when they cannot be. */
final class KeepingTest {
  private static final Step STEP = new Step("persist #3 (Job.java:9)");
  private static final UUID APPLICATION = new UUID(0, 7);
  private static final List<String> ROWS =
      IntStream.range(0, 40_000).mapToObj(i -> "row " + i).toList();

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SpillSpace space = space(1, 64);
  private final Keeping keeping = new Keeping(space);

  private record Unknown(String name) {}

  private SpillSpace space(long epoch, long memoryBytes) {
    return space(disk.storage(), epoch, memoryBytes);
  }

  private static SpillSpace space(Storage place, long epoch, long memoryBytes) {
    return new SpillSpace(
        () -> place,
        APPLICATION,
        epoch,
        KryoCodec.forRecords(KryoRegistrations.none()),
        memoryBytes);
  }

  private static <T> Feed<T> feed(List<T> rows) {
    return rows::forEach;
  }

  private static <T> List<T> rows(Feed<T> feed) {
    List<T> rows = new ArrayList<>();
    feed.into(rows::add);
    return rows;
  }

  private List<String> files() {
    return disk.storage().list("").stream()
        .flatMap(directory -> disk.storage().list(directory.name()).stream())
        .map(FileStatus::name)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(StorageLevel.class)
  void rowsAreComputedOnceAndReadBackInOrder(StorageLevel level) {
    AtomicInteger computed = new AtomicInteger();
    Feed<String> once =
        out -> {
          computed.incrementAndGet();
          ROWS.forEach(out);
        };
    Feed<String> kept = keeping.keep(once, level, STEP);
    assertEquals(ROWS, rows(kept));
    assertEquals(ROWS, rows(kept));
    assertEquals(1, computed.get());
    assertEquals(level == StorageLevel.MEMORY ? List.of() : List.of("0.rows"), files());
    keeping.leave();
    assertEquals(List.of(), files());
    space.close();
    assertEquals(List.of(), disk.storage().list(""));
  }

  @Test
  void whatFitsIntoMemoryHasNoFile() {
    Keeping roomy = new Keeping(space(1, 1 << 20));
    assertEquals(ROWS, rows(roomy.keep(feed(ROWS), StorageLevel.MEMORY_AND_DISK, STEP)));
    assertEquals(List.of(), files());
  }

  /** A batch has one room: what a second stream keeps finds what the first has left. */
  @Test
  void theRoomInMemoryIsTheBatchs() {
    Keeping batch = new Keeping(space(1, 600_000));
    Feed<String> first = batch.keep(feed(ROWS), StorageLevel.MEMORY_AND_DISK, STEP);
    assertEquals(List.of(), files());
    Feed<String> second = batch.keep(feed(ROWS), StorageLevel.MEMORY_AND_DISK, STEP);
    assertEquals(List.of("0.rows"), files());
    assertEquals(rows(first), rows(second));
  }

  @Test
  void aPartitionWithoutRowsHasNoFile() {
    assertEquals(List.of(), rows(keeping.keep(feed(List.of()), StorageLevel.DISK, STEP)));
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageLevel.class,
      names = {"DISK", "MEMORY_AND_DISK"})
  void aClassThatIsNotRegisteredIsNamed(StorageLevel level) {
    Feed<Unknown> rows = feed(List.of(new Unknown("x")));
    String type = Unknown.class.getTypeName();
    String message =
        assertThrows(ConfigurationException.class, () -> keeping.keep(rows, level, STEP))
            .getMessage();
    assertTrue(message.startsWith("persist #3 (Job.java:9) keeps rows on disk"), message);
    assertTrue(message.contains(type + " is not registered"), message);
    assertTrue(message.contains("StreamingConfig.register(id, " + type + ".class)"), message);
    keeping.leave();
    assertEquals(List.of(), files());
  }

  @Test
  void aFullDiskIsNamed() {
    disk.failWhen(operation -> operation.kind() == Kind.WRITE, Fault.NO_SPACE);
    StorageFullException full =
        assertThrows(
            StorageFullException.class, () -> keeping.keep(feed(ROWS), StorageLevel.DISK, STEP));
    assertTrue(
        full.getMessage().startsWith("persist #3 (Job.java:9) cannot keep rows on disk: "),
        full.getMessage());
    assertTrue(full.getMessage().contains("StreamingConfig.persist"), full.getMessage());
    disk.clearFaults();
    keeping.leave();
    assertEquals(List.of(), files());
  }

  /** A file stands where the directory should. */
  @Test
  void aDirectoryThatCannotBeMadeIsNamed(@TempDir Path place) throws IOException {
    Path taken = Files.createFile(place.resolve("taken"));
    Keeping unable = new Keeping(space(TemporaryDirectory.in(taken), 1, 64));
    StorageException error =
        assertThrows(
            StorageException.class, () -> unable.keep(feed(ROWS), StorageLevel.DISK, STEP));
    assertTrue(error.getMessage().startsWith("persist #3 (Job.java:9) cannot"), error.getMessage());
    assertTrue(error.getMessage().contains(taken.toString()), error.getMessage());
  }

  @Test
  void bytesThatHaveChangedAreNoRows(@TempDir Path place) throws IOException {
    SpillSpace local = space(LocalStorage.open(place), 1, 64);
    Feed<String> kept = new Keeping(local).keep(feed(ROWS), StorageLevel.DISK, STEP);
    Path file = place.resolve("holdfast-" + APPLICATION + "-1/0.rows");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertTrue(
        assertThrows(StorageException.class, () -> rows(kept))
            .getMessage()
            .startsWith("persist #3 (Job.java:9) reads back other rows than it has kept: " + file));
    Files.write(file, Arrays.copyOf(bytes, 20));
    assertThrows(StorageException.class, () -> rows(kept));
  }

  @Test
  void aStartSweepsWhatAnEarlierLifeHasLeft() {
    keeping.keep(feed(ROWS), StorageLevel.DISK, STEP);
    disk.storage().createDirectories("holdfast-other-1");
    SpillSpace next = space(2, 64);
    next.sweep();
    assertEquals(
        List.of("holdfast-other-1"),
        disk.storage().list("").stream().map(FileStatus::name).toList());
    assertEquals(ROWS, rows(new Keeping(next).keep(feed(ROWS), StorageLevel.DISK, STEP)));
  }

  @Test
  void nobodyElseLooksIntoTheDefaultDirectory(@TempDir Path shared) throws IOException {
    Path own = shared.resolve("holdfast-" + System.getProperty("user.name"));
    Files.createDirectory(own);
    Storage place = TemporaryDirectory.in(shared);
    place.createDirectories("");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
    new Keeping(space(place, 1, 64)).keep(feed(ROWS), StorageLevel.DISK, STEP);
    assertTrue(Files.exists(own.resolve("holdfast-" + APPLICATION + "-1/0.rows")));
  }
}
