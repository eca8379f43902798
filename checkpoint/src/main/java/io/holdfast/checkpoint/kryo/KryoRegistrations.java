package io.holdfast.checkpoint.kryo;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which class has which id: an immutable value. An id, once data has been written with it, belongs
 * to its class for ever.
 *
 * <p>Ids 10 to 99 are pinned for JDK classes and never listed, 100 to 199 are the engine's, 1000 to
 * 9999 the job's, 10 000 and up are given to classes found by {@link KryoCodec#encodeGraph}.
 */
public final class KryoRegistrations {
  public static final int FIRST_ENGINE_ID = 100;
  public static final int LAST_ENGINE_ID = 199;
  public static final int FIRST_USER_ID = 1000;
  public static final int LAST_USER_ID = 9999;
  static final int FIRST_FOUND_ID = 10_000;

  private static final KryoRegistrations NONE = new KryoRegistrations(new TreeMap<>(), Map.of());

  private final SortedMap<Integer, ClassShape> shapes;
  private final Map<Integer, Set<String>> formerNames;
  private final Map<Class<?>, Integer> ids = new HashMap<>();

  private KryoRegistrations(
      SortedMap<Integer, ClassShape> shapes, Map<Integer, Set<String>> formerNames) {
    this.shapes = shapes;
    this.formerNames = formerNames;
    shapes.forEach((id, shape) -> ids.put(shape.type(), id));
  }

  /** No classes beside those of the JDK. */
  public static KryoRegistrations none() {
    return NONE;
  }

  /**
   * These and one more. Registering the same class under the same id again changes nothing.
   *
   * @throws ConfigurationException if the id or the class is taken, the id is out of range, or
   *     objects of the class cannot be written faithfully
   */
  public KryoRegistrations with(int id, Class<?> type) {
    boolean engine = id >= FIRST_ENGINE_ID && id <= LAST_ENGINE_ID;
    if (!engine && (id < FIRST_USER_ID || id > LAST_USER_ID)) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "Id %d for %s: use one from %d to %d (%d to %d are the engine's).",
              id,
              type.getTypeName(),
              FIRST_USER_ID,
              LAST_USER_ID,
              FIRST_ENGINE_ID,
              LAST_ENGINE_ID));
    }
    checkClash(id, type);
    try {
      return plus(id, ClassShape.of(type));
    } catch (EncodeFault e) {
      throw e.explain("Id " + id + ": ");
    }
  }

  /**
   * These and one more, of which objects may have been written when it had other names, as {@link
   * Class#getName} gives them.
   *
   * @throws ConfigurationException as {@link #with(int, Class)} does
   */
  public KryoRegistrations with(int id, Class<?> type, Set<String> formerly) {
    KryoRegistrations with = with(id, type);
    Map<Integer, Set<String>> names = new HashMap<>(formerNames);
    names.put(id, Set.copyOf(formerly));
    return new KryoRegistrations(with.shapes, names);
  }

  Set<String> formerNames(int id) {
    return formerNames.getOrDefault(id, Set.of());
  }

  private void checkClash(int id, Class<?> type) {
    ClassShape holder = shapes.get(id);
    if (holder != null && holder.type() != type) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "Id %d is given to both %s and %s. Give each class an id of its own.",
              id,
              holder.type().getTypeName(),
              type.getTypeName()));
    }
    Integer other = ids.get(type);
    if (other != null && other != id) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "%s has both id %d and id %d. Keep the one that data was written with.",
              type.getTypeName(),
              other,
              id));
    }
  }

  private KryoRegistrations plus(int id, ClassShape shape) {
    SortedMap<Integer, ClassShape> more = new TreeMap<>(shapes);
    more.put(id, shape);
    return new KryoRegistrations(more, formerNames);
  }

  /** These and a class met while writing, which keeps its id if it was only named before. */
  KryoRegistrations found(ClassShape shape) {
    Integer known = ids.get(shape.type());
    int last = shapes.isEmpty() ? 0 : shapes.lastKey();
    return plus(known != null ? known : Math.max(last + 1, FIRST_FOUND_ID), shape);
  }

  SortedMap<Integer, ClassShape> shapes() {
    return shapes;
  }

  /** The class of each id. */
  public SortedMap<Integer, Class<?>> classes() {
    SortedMap<Integer, Class<?>> classes = new TreeMap<>();
    shapes.forEach((id, shape) -> classes.put(id, shape.type()));
    return classes;
  }

  public OptionalInt idOf(Class<?> type) {
    Integer id = ids.get(type);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** The text that goes with bytes written under these registrations; see {@link ClassTable}. */
  public String toTable() {
    List<ClassTable.Row> rows = new ArrayList<>();
    shapes.forEach(
        (id, shape) ->
            rows.add(new ClassTable.Row(id, shape.type().getName(), shape.fingerprint())));
    return ClassTable.format(rows);
  }

  /**
   * The registrations that a table describes, with classes of {@code loader}. No class is
   * initialized.
   *
   * @throws DriftException listing every class that is missing or has changed
   * @throws DamageException if the text is no class table
   */
  public static KryoRegistrations fromTable(String table, ClassLoader loader) {
    SortedMap<Integer, ClassShape> shapes = new TreeMap<>();
    List<ClassDrift> drifts = new ArrayList<>();
    for (ClassTable.Row row : ClassTable.parse(table)) {
      try {
        Class<?> type = Class.forName(row.className(), false, loader);
        boolean code = row.fingerprint().equals(ClassShape.code(type).fingerprint());
        ClassShape shape = code ? ClassShape.code(type) : ClassShape.of(type);
        shapes.put(row.id(), shape);
        addIfChanged(row, shape.fingerprint(), drifts);
      } catch (ClassNotFoundException e) {
        addIfChanged(row, "there is no such class", drifts);
      } catch (LinkageError | EncodeFault e) {
        addIfChanged(row, String.valueOf(e.getMessage()), drifts);
      }
    }
    if (!drifts.isEmpty()) {
      throw ClassDrift.exception(drifts);
    }
    return new KryoRegistrations(shapes, Map.of());
  }

  /** How these registrations differ from those of a table; more classes than it has are fine. */
  public List<ClassDrift> drifts(String table) {
    List<ClassDrift> drifts = new ArrayList<>();
    for (ClassTable.Row row : ClassTable.parse(table)) {
      ClassShape here = shapes.get(row.id());
      if (here == null) {
        addIfChanged(row, "id " + row.id() + " is not registered", drifts);
      } else if (!here.type().getName().equals(row.className())) {
        addIfChanged(row, "id " + row.id() + " is " + here.type().getName(), drifts);
      } else {
        addIfChanged(row, here.fingerprint(), drifts);
      }
    }
    return drifts;
  }

  /**
   * Refuses to go on when data written under a table cannot be read under these registrations.
   *
   * @throws DriftException listing every difference
   */
  public void requireNoDrift(String table) {
    List<ClassDrift> drifts = drifts(table);
    if (!drifts.isEmpty()) {
      throw ClassDrift.exception(drifts);
    }
  }

  private static void addIfChanged(ClassTable.Row row, String now, List<ClassDrift> drifts) {
    if (!now.equals(row.fingerprint())) {
      drifts.add(new ClassDrift(row.id(), row.className(), row.fingerprint(), now));
    }
  }
}
