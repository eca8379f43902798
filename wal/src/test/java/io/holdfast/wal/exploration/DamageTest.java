package io.holdfast.wal.exploration;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.FaultyScans;
import io.holdfast.wal.FrameForger.Forged;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.exploration.Damage.Kind;
import io.holdfast.wal.exploration.LogImage.Outcome;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sectors that were exchanged, doubled, zeroed or never written, frames and files in the wrong
 * place, and two flipped bits: never accepted in silence.
 *
 * <p>{@code -Dholdfast.log.damages} says how many of each kind are tried, {@code
 * -Dholdfast.log.damage} with which seed to begin.
 */
final class DamageTest {
  private static final long EACH = Long.getLong("holdfast.log.damages", 5_000);
  private static final long FIRST = Long.getLong("holdfast.log.damage", 0);

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void isNeverAcceptedInSilence(Kind kind) throws Exception {
    long refused = 0;
    for (long segmentBytes : new long[] {1 << 20, 4096}) {
      LogImage image = image(Subject.SOUND, segmentBytes);
      LogImage stranger = new LogImage(Subject.SOUND, "stranger", segmentBytes, 2);
      List<Long> counts =
          Parallel.run(
              "log-damages",
              thread -> {
                Damage damage = new Damage(image, stranger);
                long count = 0;
                for (long seed = FIRST + thread; seed < FIRST + EACH; seed += Parallel.COUNT) {
                  count += damage.strike(kind, seed) == Outcome.REFUSED ? 1 : 0;
                }
                return count;
              });
      refused += counts.stream().mapToLong(Long::longValue).sum();
    }
    System.out.printf(
        Locale.ROOT, "%s: %,d of %,d refused, others harmless%n", kind, refused, 2 * EACH);
    assertTrue(refused > EACH / 4 || EACH < 100, "this damage hardly ever hurts");
  }

  private static LogImage image(Subject subject, long segmentBytes) {
    return new LogImage(subject, "log", segmentBytes, 2);
  }

  /** Mistakes of a reader that only damage shows. */
  enum ReaderBug {
    DAMAGE_TAKEN_FOR_TORN(FaultyScans::takingDamageForTorn),
    DAMAGE_IGNORED((storage, scan) -> FaultyScans.sayingSound(scan));

    @SuppressWarnings("ImmutableEnumChecker") // a subject has no state
    private final Subject subject;

    ReaderBug(BiFunction<Storage, LogScan, LogScan> faulty) {
      subject =
          new Subject() {
            @Override
            LogScan scan(Storage storage, LogId id, long proven, LogScan.RecordVisitor visitor) {
              return faulty.apply(storage, super.scan(storage, id, proven, visitor));
            }
          };
    }
  }

  @ParameterizedTest
  @EnumSource(ReaderBug.class)
  void readerThatDoesNotLookIsFound(ReaderBug bug) {
    Damage damage =
        new Damage(image(bug.subject, 4096), new LogImage(Subject.SOUND, "stranger", 4096, 2));
    assertNotNull(firstFinding(damage), () -> bug + " was not found");
  }

  @Test
  void readerThatIgnoresPayloadChecksumsIsFound() {
    Subject faulty =
        new Subject() {
          @Override
          LogScan scan(Storage storage, LogId id, long proven, LogScan.RecordVisitor visitor) {
            return super.scan(
                FrameBugs.reading(storage, Forged::matchingPayload), id, proven, visitor);
          }
        };
    Damage damage =
        new Damage(image(faulty, 4096), new LogImage(Subject.SOUND, "stranger", 4096, 2));
    assertNotNull(firstFinding(damage));
  }

  private static String firstFinding(Damage damage) {
    for (long seed = 0; seed < 2_000; seed++) {
      for (Kind kind : Kind.values()) {
        try {
          Outcome unused = damage.strike(kind, seed);
        } catch (Violation found) {
          System.out.println(found.getMessage());
          return found.getMessage();
        }
      }
    }
    return null;
  }
}
