package io.holdfast.checkpoint.kryo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What has become of a class since objects of it were written.
 *
 * @param id that it had
 * @param className that it had
 * @param effect whether and how its objects are read now
 * @param words what is different, for people
 */
public record ClassChange(int id, String className, Effect effect, String words) {

  /** What a change means for stored objects. */
  public enum Effect {
    /** They are read as ever; only the name of the class is another one. */
    RENAMED,
    /** They are read field by field. Not in keys. */
    CONVERTED,
    /** They are read over where the field that holds them is gone too, and refused elsewhere. */
    UNREGISTERED,
    /** They cannot be read. */
    REFUSED
  }

  /** The changes for people, two lines each. */
  public static String table(List<ClassChange> changes) {
    return changes.stream()
        .map(
            change ->
                String.format(
                    Locale.ROOT,
                    "  id %d  %s: %s%n      %s",
                    change.id,
                    change.className,
                    change.effect.name().toLowerCase(Locale.ROOT),
                    change.words))
        .collect(Collectors.joining("\n"));
  }
}
