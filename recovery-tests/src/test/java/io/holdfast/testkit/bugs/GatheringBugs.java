package io.holdfast.testkit.bugs;

import io.holdfast.testkit.jobs.CopyJob;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults in how small batches of files are gathered and published together. */
final class GatheringBugs {
  private GatheringBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug(
            "GATHERED_NAME_NOT_FORCED",
            "says that a gathered batch is committed before it is durable",
            real -> FaultyStorage.notForcing(real, GatheringBugs::isGathered)),
        bug(
            "GROUP_NAME_NOT_FORCED",
            "deletes gathered batches before the group with them is durable",
            real -> FaultyStorage.notForcing(real, "out"::equals)),
        bug(
            "GATHERED_DELETED_FIRST",
            "deletes gathered batches before the group with them has its name",
            DeletedFirst::new),
        bug(
            "GATHERED_IGNORED",
            "does not look at a start for what earlier drivers have gathered",
            real -> new Listing(real, false)),
        bug(
            "GROUP_WITHOUT_ITS_LAST",
            "leaves the last of the batches that it finds out of their group",
            real -> new Listing(real, true)),
        bug(
            "PUBLISHED_GROUPS_NOT_LOOKED_AT",
            "takes every gathered batch that it finds for one that is not published",
            Unpublished::new));
  }

  private static SeededBug bug(String name, String mistake, UnaryOperator<Storage> faulty) {
    return SeededBug.of("gathering", name, mistake).job(CopyJob.gathered()).stored(faulty);
  }

  private static boolean isGathered(String directory) {
    return directory.endsWith("/gathered");
  }

  private static final class DeletedFirst extends FaultyStorage {
    DeletedFirst(Storage real) {
      super(real);
    }

    @Override
    public void publish(String from, String to) {
      if (from.contains("-joined-")) {
        String gathered = from.replaceFirst("/staging/.*", "/gathered");
        list(gathered).forEach(batch -> deleteTree(gathered + "/" + batch.name()));
      }
      super.publish(from, to);
    }
  }

  /** Finds no gathered batch, or all but the last of several. */
  private static final class Listing extends FaultyStorage {
    private final boolean butTheLast;

    Listing(Storage real, boolean butTheLast) {
      super(real);
      this.butTheLast = butTheLast;
    }

    @Override
    public List<FileStatus> list(String directory) {
      List<FileStatus> found = super.list(directory);
      if (!isGathered(directory)) {
        return found;
      }
      if (!butTheLast) {
        return List.of();
      }
      return found.size() < 2 ? found : found.subList(0, found.size() - 1);
    }
  }

  private static final class Unpublished extends FaultyStorage {
    Unpublished(Storage real) {
      super(real);
    }

    @Override
    public List<FileStatus> list(String directory) {
      List<FileStatus> found = super.list(directory);
      return directory.equals("out")
          ? found.stream().filter(file -> file.name().startsWith("_")).toList()
          : found;
    }
  }
}
