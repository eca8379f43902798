package io.holdfast.inspection.upgrade;

/**
 * A thing of an application or a job, and what becomes of it when the job is started.
 *
 * @param thing what it is: {@code input}, {@code state}, {@code output}, {@code class}, {@code
 *     partitions}, {@code function}
 * @param name under which its durable data lies; the label of a function
 * @param before what it was; {@code -} for nothing
 * @param now what it is; {@code -} for nothing
 * @param verdict one word
 * @param action what a start does with it
 * @param words what is different, or the way out; empty if there is nothing to say
 */
public record UpgradeRow(
    String thing,
    String name,
    String before,
    String now,
    Verdict verdict,
    String action,
    String words) {

  /** The same with what a start does with it. */
  UpgradeRow doing(String other) {
    return new UpgradeRow(thing, name, before, now, verdict, other, words);
  }

  /** The same, and a start is refused because of it. */
  UpgradeRow refused(String why) {
    return new UpgradeRow(thing, name, before, now, Verdict.REFUSED, "be refused", why);
  }

  /** What becomes of something, as {@link io.holdfast.engine.recovery.CodeCheck.Verdict} says. */
  public enum Verdict {
    KEPT,
    NEW,
    RENAMED,
    DROPPED,
    CONVERTED,
    UNREGISTERED,
    DIVIDED,
    /** A function's code is, or may be, another one. */
    DRIFTED,
    /** A function is not there any more. */
    GONE,
    MISSING,
    CHANGED,
    REFUSED;

    /** Whether it stands in the way of a start. */
    public boolean refuses() {
      return this == MISSING || this == CHANGED || this == REFUSED;
    }

    /** Whether code of the job is not what it was. */
    boolean ofCode() {
      return this == DRIFTED || this == GONE;
    }
  }
}
