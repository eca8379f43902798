package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Serializer;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.checkpoint.kryo.ClassChange.Effect;
import io.holdfast.checkpoint.kryo.ClassTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How objects that were written under a class table are read under other registrations. A class is
 * known by its id. Fields are matched by name; a field that is gone needs permission; a type may
 * become a wider one. The rules for people are in {@code docs/state-evolution.md}.
 *
 * <p>Immutable.
 */
public final class ClassEvolution {
  private final List<Reading> readings = new ArrayList<>();
  private final KryoRegistrations now;

  /** How objects of one class are read. */
  private record Reading(
      Row row, StoredShape stored, ClassShape now, Optional<ClassChange> change) {}

  private ClassEvolution(KryoRegistrations now) {
    this.now = now;
  }

  /**
   * Compares.
   *
   * @param table under which objects were written
   * @param droppable fields whose values may be dropped, as {@code CLASS#FIELD}
   * @throws DamageException if the text is no class table
   */
  public static ClassEvolution of(String table, KryoRegistrations now, Set<String> droppable) {
    ClassEvolution evolution = new ClassEvolution(now);
    for (Row row : ClassTable.parse(table)) {
      ClassShape here = now.shapes().get(row.id());
      StoredShape stored = StoredShape.parse(row.fingerprint());
      evolution.readings.add(
          new Reading(row, stored, here, evolution.change(row, stored, here, droppable)));
    }
    return evolution;
  }

  private Optional<ClassChange> change(
      Row row, StoredShape stored, ClassShape here, Set<String> droppable) {
    if (here == null) {
      return change(row, Effect.UNREGISTERED, "id " + row.id() + " is not registered");
    }
    String name = here.type().getName();
    boolean renamed = !name.equals(row.className());
    if (renamed && !now.formerNames(row.id()).contains(row.className())) {
      return change(
          row,
          Effect.REFUSED,
          String.format(
              Locale.ROOT,
              "id %d is %s now; if it is the same, register(%d, %s.class, \"%s\")",
              row.id(),
              name,
              row.id(),
              here.type().getSimpleName(),
              row.className()));
    }
    if (here.fingerprint().equals(row.fingerprint())) {
      return renamed ? change(row, Effect.RENAMED, "is " + name + " now") : Optional.empty();
    }
    if (!stored.hasFields() || !StoredShape.hasFields(here.kind())) {
      String what = "was stored as " + row.fingerprint() + ", is " + here.fingerprint() + " now";
      return change(row, Effect.REFUSED, what);
    }
    FieldChanges fields = new FieldChanges(stored, here, droppable);
    return fields.obstacles().isEmpty()
        ? change(row, Effect.CONVERTED, String.join("; ", fields.words()))
        : change(row, Effect.REFUSED, String.join("; ", fields.obstacles()));
  }

  private static Optional<ClassChange> change(Row row, Effect effect, String words) {
    return Optional.of(new ClassChange(row.id(), row.className(), effect, words));
  }

  /** The classes that are not what they were, by id; new ones are not among them. */
  public List<ClassChange> changes() {
    return readings.stream().flatMap(reading -> reading.change.stream()).toList();
  }

  /** The names of the classes of the table, by id. */
  public SortedMap<Integer, String> stored() {
    SortedMap<Integer, String> names = new TreeMap<>();
    readings.forEach(reading -> names.put(reading.row.id(), reading.row.className()));
    return names;
  }

  /** Whether the same objects are written otherwise now. */
  public boolean converts() {
    return !changes().isEmpty();
  }

  /**
   * Refuses to go on when objects of a class cannot be read.
   *
   * @return this
   * @throws DriftException naming every class of which that is so, and the way out
   */
  public ClassEvolution requireReadable() {
    List<ClassChange> refused =
        changes().stream().filter(change -> change.effect() == Effect.REFUSED).toList();
    if (!refused.isEmpty()) {
      throw new DriftException(
          "The job's classes cannot take what is stored of them:\n"
              + ClassChange.table(refused)
              + "\nDo what stands there, or start the version of the job that wrote the data, or"
              + " give the changed class a new name and id. Nothing was changed.");
    }
    return this;
  }

  /** Registers the stored classes with a Kryo that reads what was written under the table. */
  void registerTo(CodecKryo kryo, boolean keys) {
    for (Reading reading : readings) {
      kryo.addAs(
          reading.row.id(),
          reading.now == null ? GoneSerializer.class : reading.now.type(),
          serializer(reading, keys));
    }
  }

  private Serializer<?> serializer(Reading reading, boolean keys) {
    String className = reading.row.className();
    Effect effect = reading.change.map(ClassChange::effect).orElse(Effect.RENAMED);
    return switch (effect) {
      case RENAMED -> CodecKryo.serializer(reading.now);
      case UNREGISTERED -> new GoneSerializer(className, reading.stored);
      case CONVERTED ->
          keys
              ? refusing("a key holds a " + className + ", whose fields have changed")
              : new EvolvedSerializer(reading.stored, Objects.requireNonNull(reading.now));
      case REFUSED -> throw new IllegalStateException(className + " is refused before it is read");
    };
  }

  private static Serializer<?> refusing(String what) {
    return new ScalarSerializer<>(
        (output, object) -> {
          throw new IllegalStateException("Objects are written as their class is now");
        },
        input -> {
          throw DecodeFault.drift(what, null);
        });
  }

  KryoRegistrations registrations() {
    return now;
  }
}
