package io.holdfast.testkit.bugs;

import io.holdfast.testkit.jobs.CopyJob;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Faults in how two-phase commit decides, and carries out what is decided. */
final class TwoPhaseBugs {
  private TwoPhaseBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug(
            "DECIDED_AFTER_THE_COMMIT",
            "commits the parts first and notes the decision then",
            DecidedLate::new),
        bug(
            "DECISION_NOT_FORCED",
            "commits on a decision whose name is not durable",
            real -> FaultyStorage.notForcing(real, TwoPhaseBugs::isDecided)),
        bug(
            "DECISION_NOT_CARRIED_OUT",
            "takes a decision that it finds at a start for one that is carried out",
            NotCarriedOut::new),
        bug(
            "DECISIONS_NOT_LOOKED_FOR",
            "looks at a start for prepared parts, and not for decisions",
            Unseen::new));
  }

  private static SeededBug bug(String name, String mistake, UnaryOperator<Storage> faulty) {
    return SeededBug.of("two-phase", name, mistake).job(CopyJob.prepared()).stored(faulty);
  }

  private static boolean isDecided(String directory) {
    return directory.endsWith("/decided");
  }

  private static final class DecidedLate extends FaultyStorage {
    private final Map<String, String> deciding = new HashMap<>();

    DecidedLate(Storage real) {
      super(real);
    }

    @Override
    public void publish(String from, String to) {
      if (to.contains("/decided/")) {
        deciding.put(to, from);
        return;
      }
      String late = deciding.remove(from);
      if (late != null) {
        super.publish(late, from);
      }
      super.publish(from, to);
    }
  }

  /** Commits no part before it has begun one of its own. */
  private static final class NotCarriedOut extends FaultyStorage {
    private boolean begun;

    NotCarriedOut(Storage real) {
      super(real);
    }

    @Override
    protected Appender appender(String path, Appender real) {
      begun |= path.startsWith("out/prepared/");
      return real;
    }

    @Override
    public void publish(String from, String to) {
      if (begun || !to.startsWith("out/committed/")) {
        super.publish(from, to);
      }
    }
  }

  private static final class Unseen extends FaultyStorage {
    Unseen(Storage real) {
      super(real);
    }

    @Override
    public List<FileStatus> list(String directory) {
      return isDecided(directory) ? List.of() : super.list(directory);
    }
  }
}
