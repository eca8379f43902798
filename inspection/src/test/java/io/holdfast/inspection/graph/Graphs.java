package io.holdfast.inspection.graph;

import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Outlines of graphs, plain and hostile. */
final class Graphs {
  static final String HOSTILE = "a\"b<c>&'`#x;[](){}|\\end style:x#35; \u202e\u05d0\u001b[2J\n%%{ ";

  private Graphs() {}

  static GraphOutline parse(String... lines) {
    return GraphOutline.parse(String.join("\n", lines).replace(' ', '\t'));
  }

  /** Two inputs, a diamond, a join, a long edge. */
  static GraphOutline diamond() {
    return parse(
        "1 0 receiverStream orders",
        "2 0 directStream payments",
        "3 1 map ",
        "4 3 filter ",
        "5 3 mapToPair ",
        "6 2 mapToPair ",
        "7 5,6 join ",
        "8 7 updateStateByKey totals",
        "9 4,8,1 union ",
        "0 9 writeTo paid",
        "0 4 print odd",
        "0 8 writeTo totals");
  }

  /** Streams that are made from streams before them; every parent may come twice. */
  static GraphOutline random(SplittableRandom random, int streams) {
    List<Line> lines = new ArrayList<>();
    for (int id = 1; id <= streams; id++) {
      List<Integer> parents = new ArrayList<>();
      boolean input = id == 1 || random.nextInt(8) == 0;
      for (int i = input ? 0 : 1 + random.nextInt(3); i > 0; i--) {
        parents.add(1 + random.nextInt(id - 1));
      }
      String name = input || random.nextInt(5) == 0 ? name(random, id) : "";
      lines.add(new Line(id, input ? List.of(0) : parents, input ? "receiverStream" : "map", name));
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      lines.add(new Line(0, List.of(1 + random.nextInt(streams)), "writeTo", name(random, i)));
    }
    return new GraphOutline(lines);
  }

  private static String name(SplittableRandom random, int number) {
    return random.nextInt(6) == 0
        ? HOSTILE + "long ".repeat(random.nextInt(30)) + number
        : "name" + number;
  }
}
