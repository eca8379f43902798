package io.holdfast.inspection.mend;

import io.holdfast.DamageException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Mends an application in its own directory. First everything that is new is written to {@code
 * mended/<id>/new}, with a list of what goes where; until then nothing has changed. Then {@code
 * mended/unfinished} appears: from here on no driver starts, and whoever comes next does the rest:
 * what is replaced moves to {@code mended/<id>/old}, what is new to its place. The last step takes
 * {@code mended/unfinished} away. Each step may be repeated. The caller holds the application's
 * lock.
 */
public final class MendedInPlace {
  private static final String FORMAT = "holdfast-mend 1";
  private static final String NOTHING = "-";
  private static final String CHECKSUM = "crc32c=";
  private static final int LARGEST_LIST_BYTES = 64 << 20;

  private final Storage storage;
  private final String directory;

  /** What is done to a file; digests are {@value #NOTHING} where there is no file. */
  private record Step(int number, String before, String after, String path) {
    String line() {
      return number + " " + before + " " + after + " " + path + "\n";
    }

    boolean removes() {
      return !before.equals(NOTHING);
    }

    boolean puts() {
      return !after.equals(NOTHING);
    }
  }

  private MendedInPlace(Storage storage, String id) {
    this.storage = storage;
    this.directory = ApplicationLayout.MENDED + "/" + id;
  }

  /**
   * Does what the plan says. When this returns it is durable. An error or a crash leaves the
   * application as it was, or unfinished ({@link #finish}).
   *
   * @return the directory in which the replaced files are, in the application's
   */
  public static String write(MendPlan plan, Storage storage, Audit audit) {
    String id = audit.id(storage);
    MendedInPlace mending = new MendedInPlace(storage, id);
    mending.stage(plan, audit, id);
    DurableFile.publish(
        storage,
        ApplicationLayout.UNFINISHED + ".tmp",
        ApplicationLayout.UNFINISHED,
        (id + "\n").getBytes(StandardCharsets.UTF_8));
    mending.apply();
    return mending.directory + "/old";
  }

  /**
   * Does the rest of what was interrupted.
   *
   * @return the directory in which the replaced files are; empty if nothing was interrupted
   */
  public static Optional<String> finish(Storage storage) {
    if (!storage.exists(ApplicationLayout.UNFINISHED)) {
      return Optional.empty();
    }
    MendedInPlace mending =
        new MendedInPlace(storage, text(storage, ApplicationLayout.UNFINISHED).strip());
    mending.apply();
    return Optional.of(mending.directory + "/old");
  }

  private void stage(MendPlan plan, Audit audit, String id) {
    storage.createDirectories(directory + "/new");
    storage.createDirectories(directory + "/old");
    storage.createDirectories(ApplicationLayout.AUDIT);
    Draft draft = plan.draft();
    List<Step> steps = new ArrayList<>();
    List<Map<String, Object>> files = new ArrayList<>();
    for (Map.Entry<String, Optional<FileContent>> change : draft.changes().entrySet()) {
      String path = change.getKey();
      int number = steps.size();
      String after = NOTHING;
      if (change.getValue().isPresent()) {
        try (StorageReader reader = draft.open(path)) {
          after = Digests.copy(reader, storage, staged(number));
        }
        storage.createDirectories(StoragePath.parent(path));
      }
      boolean there = storage.exists(path);
      String before = there ? Digests.of(storage, path) : NOTHING;
      if (there) {
        storage.createDirectories(StoragePath.parent(kept(path)));
      }
      steps.add(new Step(number, before, after, path));
      files.add(MendedCopy.file(draft, path, after.equals(NOTHING) ? "" : after));
    }
    int number = steps.size();
    try (StorageReader record = FileContent.of(audit.line(plan, files)).reader("the record")) {
      String digest = Digests.copy(record, storage, staged(number));
      steps.add(new Step(number, NOTHING, digest, Audit.path(id)));
    }
    storage.forceDirectory(directory + "/new");
    StringBuilder list = new StringBuilder(FORMAT).append('\n');
    steps.forEach(step -> list.append(step.line()));
    String checksum = CHECKSUM + crc(list.toString()) + "\n";
    list.append(checksum);
    DurableFile.publish(
        storage,
        directory + "/list.tmp",
        directory + "/list",
        list.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void apply() {
    List<Step> steps = steps();
    TreeSet<String> touched = new TreeSet<>();
    steps.stream().filter(Step::removes).forEach(step -> remove(step, touched));
    touched.forEach(storage::forceDirectory);
    touched.clear();
    steps.stream().filter(Step::puts).forEach(step -> put(step, touched));
    touched.forEach(storage::forceDirectory);
    storage.delete(ApplicationLayout.UNFINISHED);
    storage.forceDirectory(ApplicationLayout.MENDED);
  }

  /** Moves what was there out of the way. After a crash it may be under both names. */
  private void remove(Step step, Set<String> touched) {
    String kept = kept(step.path);
    touched.add(StoragePath.parent(kept));
    touched.add(StoragePath.parent(step.path));
    if (!storage.exists(step.path)) {
      return;
    }
    if (!storage.exists(kept)) {
      storage.publish(step.path, kept);
    } else if (!step.puts() || !Digests.of(storage, step.path).equals(step.after)) {
      storage.delete(step.path);
    }
  }

  private void put(Step step, Set<String> touched) {
    String staged = staged(step.number);
    touched.add(directory + "/new");
    touched.add(StoragePath.parent(step.path));
    if (!storage.exists(staged)) {
      return;
    }
    if (storage.exists(step.path)) {
      // Under both names: everything old is out of the way, so it is the new file.
      storage.delete(staged);
    } else {
      storage.publish(staged, step.path);
    }
  }

  private String staged(int number) {
    return directory + "/new/" + number;
  }

  private String kept(String path) {
    return directory + "/old/" + path;
  }

  private List<Step> steps() {
    String location = storage.location() + "/" + directory + "/list";
    String text = text(storage, directory + "/list");
    int end = text.lastIndexOf(CHECKSUM);
    if (end < 0
        || !text.startsWith(FORMAT + "\n")
        || !text.substring(end).equals(CHECKSUM + crc(text.substring(0, end)) + "\n")) {
      throw new DamageException(
          location
              + " does not match its checksum, so nobody knows what is left to be done. What was"
              + " replaced lies beside it in 'old': put that back, and delete "
              + ApplicationLayout.UNFINISHED
              + ".");
    }
    List<Step> steps = new ArrayList<>();
    for (String line : text.substring(FORMAT.length() + 1, end).lines().toList()) {
      String[] fields = line.split(" ", 4);
      steps.add(new Step(Integer.parseInt(fields[0]), fields[1], fields[2], fields[3]));
    }
    return steps;
  }

  private static String text(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      return reader.text(LARGEST_LIST_BYTES);
    }
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return Long.toHexString(crc.getValue());
  }
}
