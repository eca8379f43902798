package io.holdfast.engine.recovery;

import io.holdfast.checkpoint.kryo.ClassChange;
import io.holdfast.checkpoint.kryo.ClassEvolution;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.recovery.CodeCheck.Row;
import io.holdfast.engine.recovery.CodeCheck.Thing;
import io.holdfast.engine.recovery.CodeCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has become of the classes that states are made of. */
final class ClassRows {
  private ClassRows() {}

  /** A row for each class of the job, and for those of the engine that are not what they were. */
  static List<Row> of(ClassEvolution evolution, KryoRegistrations registrations) {
    List<Row> rows = new ArrayList<>();
    Map<Integer, ClassChange> changes = new TreeMap<>();
    evolution.changes().forEach(change -> changes.put(change.id(), change));
    Map<Integer, String> stored = evolution.stored();
    stored.forEach(
        (id, name) -> {
          if (ofJob(id) || changes.containsKey(id)) {
            rows.add(row(id, name, changes.get(id)));
          }
        });
    registrations
        .classes()
        .forEach(
            (id, type) -> {
              if (ofJob(id) && !stored.containsKey(id)) {
                rows.add(
                    new Row(Thing.CLASS, type.getName(), CodeCheck.NONE, words(id), Verdict.NEW));
              }
            });
    return rows;
  }

  private static Row row(int id, String name, ClassChange change) {
    if (change == null) {
      return new Row(Thing.CLASS, name, words(id), words(id), Verdict.KEPT);
    }
    Verdict verdict = Verdict.valueOf(change.effect().name());
    String now = verdict == Verdict.UNREGISTERED ? CodeCheck.NONE : words(id);
    return new Row(Thing.CLASS, name, words(id), now, verdict, change.words());
  }

  private static boolean ofJob(int id) {
    return id >= KryoRegistrations.FIRST_USER_ID;
  }

  private static String words(int id) {
    return "id " + id;
  }
}
