package io.holdfast.engine.recovery;

import io.holdfast.DriftException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.kryo.ClassEvolution;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what the code defines with what the durable data belongs to: names of inputs, states and
 * outputs, classes of states, partitions. Has a row for each, with a verdict; a start and whoever
 * wants to know before it look at the same rows. Immutable.
 */
public final class CodeCheck {
  static final String NONE = "-";

  private final List<Row> rows = new ArrayList<>();

  /** What becomes of something. */
  public enum Verdict {
    KEPT,
    NEW,
    /** The durable data lies under the former name. */
    RENAMED,
    /** Its data is left behind, as the configuration allows. */
    DROPPED,
    /** Stored objects are converted when they are loaded. */
    CONVERTED,
    /** A class that is not registered any more: its objects are refused if any is met. */
    UNREGISTERED,
    /** States are divided among another number of partitions. */
    DIVIDED,
    MISSING,
    CHANGED,
    REFUSED;

    /** Whether it stands in the way of a start. */
    public boolean refuses() {
      return this == MISSING || this == CHANGED || this == REFUSED;
    }
  }

  /** The kinds of things that are compared, in the order of the table. */
  public enum Thing {
    INPUT,
    STATE,
    OUTPUT,
    CLASS,
    PARTITIONS
  }

  /**
   * One row of the table: what a thing was, what it is now, and what that means.
   *
   * @param name under which its durable data lies
   * @param before what it was; {@code -} for nothing
   * @param now what it is; {@code -} for nothing
   * @param words what is different, or the way out of a refusal; empty if there is nothing to say
   */
  public record Row(
      Thing thing, String name, String before, String now, Verdict verdict, String words) {
    Row(Thing thing, String name, String before, String now, Verdict verdict) {
      this(thing, name, before, now, verdict, "");
    }

    /** The words as a note below the table, where the name does not stand beside them. */
    private String note() {
      return thing == Thing.CLASS ? name + ": " + words : words;
    }

    /** Whether nothing is to be seen in it that has not been so before. */
    boolean unchangedClass() {
      return thing == Thing.CLASS && verdict == Verdict.KEPT;
    }
  }

  /**
   * One side of the comparison.
   *
   * @param outline of the graph
   * @param partitions of states; empty if it is not known
   */
  public record Side(GraphOutline outline, OptionalInt partitions) {

    /** What a job is. */
    static Side of(DStreamGraph graph, EngineSettings settings) {
      return new Side(GraphOutline.of(graph), OptionalInt.of(settings.batching().parallelism()));
    }

    /** What a checkpoint was made with. */
    public static Side of(Checkpoint checkpoint) {
      return new Side(
          GraphOutline.parse(Sections.require(checkpoint, Sections.GRAPH_OUTLINE).text()),
          Sections.require(checkpoint, Sections.META)
              .text()
              .lines()
              .filter(line -> line.startsWith(Sections.META_PARTITIONS))
              .mapToInt(line -> Integer.parseInt(line.substring(Sections.META_PARTITIONS.length())))
              .findFirst());
    }
  }

  /**
   * What the configuration allows and declares.
   *
   * @param droppable names whose durable data may be left behind
   * @param formerNames of renamed things, by their names
   */
  public record Permits(Set<String> droppable, Map<String, String> formerNames) {}

  private CodeCheck() {}

  /** Compares a checkpoint with a job and its settings, as every start does. */
  public static CodeCheck of(Checkpoint checkpoint, DStreamGraph graph, EngineSettings settings) {
    return of(
        checkpoint,
        Side.of(graph, settings),
        settings.registrations(),
        new Permits(settings.droppable(), settings.formerNames()));
  }

  static CodeCheck of(
      Checkpoint checkpoint, Side now, KryoRegistrations registrations, Permits permits) {
    CodeCheck check = compare(Side.of(checkpoint), now, permits);
    String table = Sections.require(checkpoint, Sections.STATE_CLASSES).text();
    ClassEvolution evolution = ClassEvolution.of(table, registrations, permits.droppable);
    check.rows.addAll(ClassRows.of(evolution, registrations));
    check.rows.sort(Comparator.comparing(Row::thing));
    return check;
  }

  /** What there is when nothing durable is: all is new. */
  public static CodeCheck ofNothing(DStreamGraph graph, EngineSettings settings) {
    return compare(
        new Side(new GraphOutline(List.of()), OptionalInt.empty()),
        Side.of(graph, settings),
        new Permits(Set.of(), Map.of()));
  }

  static CodeCheck compare(Side before, Side now, Permits permits) {
    CodeCheck check = new CodeCheck();
    for (Thing thing : List.of(Thing.INPUT, Thing.STATE, Thing.OUTPUT)) {
      check.compareNames(thing, kinds(thing, before.outline), kinds(thing, now.outline), permits);
    }
    check.comparePartitions(before.partitions, now.partitions);
    return check;
  }

  private void compareNames(
      Thing thing, Map<String, String> before, Map<String, String> now, Permits permits) {
    Map<String, String> names =
        permits.formerNames.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (a, b) -> a));
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    for (String name : all) {
      String was = before.getOrDefault(name, NONE);
      String is = now.getOrDefault(name, NONE);
      Verdict verdict = verdict(was, is);
      boolean otherState = thing == Thing.STATE && verdict == Verdict.CHANGED;
      if (verdict.refuses() && permits.droppable.contains(name) && !otherState) {
        verdict = Verdict.DROPPED;
      } else if (verdict == Verdict.KEPT && names.containsKey(name)) {
        verdict = Verdict.RENAMED;
        is = is + " '" + names.get(name) + "'";
      }
      String wayOut = otherState ? wayOut(name, was, is) : wayOut(thing);
      rows.add(new Row(thing, name, was, is, verdict, verdict.refuses() ? wayOut : ""));
    }
  }

  /** What is stored would be taken for what another operation stores. */
  private static String wayOut(String name, String was, String is) {
    return "state '"
        + name
        + "' was written by "
        + was
        + ", which "
        + is
        + " cannot go on with: give the new one another name, and allow the old one to be left"
        + " behind with StreamingConfig.allowDropping(\""
        + name
        + "\")";
  }

  private static String wayOut(Thing thing) {
    return "define every "
        + word(thing)
        + " again, declare it with StreamingConfig.renamed(formerName, name), or allow its data"
        + " to be left behind with StreamingConfig.allowDropping(name)";
  }

  private static Verdict verdict(String was, String is) {
    if (was.equals(is)) {
      return Verdict.KEPT;
    }
    if (was.equals(NONE)) {
      return Verdict.NEW;
    }
    return is.equals(NONE) ? Verdict.MISSING : Verdict.CHANGED;
  }

  private void comparePartitions(OptionalInt before, OptionalInt now) {
    if (before.isPresent() && now.isPresent() && before.getAsInt() != now.getAsInt()) {
      rows.add(
          new Row(
              Thing.PARTITIONS,
              "of states",
              Integer.toString(before.getAsInt()),
              Integer.toString(now.getAsInt()),
              Verdict.DIVIDED));
    }
  }

  /** All that was compared, by kind. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** What is to be said of the rows, and the ways out; each once. */
  public List<String> notes() {
    return rows.stream().filter(row -> !row.words.isEmpty()).map(Row::note).distinct().toList();
  }

  /** Whether a start is refused. */
  public boolean refuses() {
    return rows.stream().anyMatch(row -> row.verdict.refuses());
  }

  /** Whether anything is not what it was. */
  public boolean foundChanges() {
    return rows.stream().anyMatch(row -> row.verdict != Verdict.KEPT);
  }

  /**
   * Refuses a start that would lose something.
   *
   * @return this
   * @throws DriftException with the table and the ways out
   */
  public CodeCheck requireStartable() {
    if (refuses()) {
      throw new DriftException(
          "The code does not define what the durable data belongs to. Nothing was started or"
              + " changed.\n"
              + table()
              + "\nDo what stands there, or start the version of the job that wrote the data.");
    }
    return this;
  }

  /** The rows as an aligned table, and what is to be said of them. */
  public String table() {
    return CodeTable.of(rows, notes());
  }

  static String word(Thing thing) {
    return thing.name().toLowerCase(Locale.ROOT);
  }

  /** The kind of each name that owns durable data; what only prints leaves nothing behind. */
  private static Map<String, String> kinds(Thing thing, GraphOutline outline) {
    Map<String, String> kinds = new TreeMap<>();
    outline.lines().stream()
        .filter(line -> line.named() && !line.kind().equals("print") && thing(line) == thing)
        .forEach(line -> kinds.put(line.name(), line.kind()));
    return kinds;
  }

  private static Thing thing(Line line) {
    if (line.id() == 0) {
      return Thing.OUTPUT;
    }
    return line.parents().equals(List.of(0)) ? Thing.INPUT : Thing.STATE;
  }
}
