package io.holdfast.inspection.graph;

import io.holdfast.inspection.graph.GraphModel.Box;
import io.holdfast.inspection.graph.GraphModel.Edge;
import java.util.Locale;

/** A graph as a Mermaid flowchart. */
public final class MermaidGraph {
  /** What stands for itself in a quoted text of Mermaid; all else of ASCII is written as number. */
  private static final String PLAIN = " .,-_/='+()";

  private MermaidGraph() {}

  /** The text of the flowchart. */
  public static String of(GraphModel graph) {
    StringBuilder out = new StringBuilder();
    out.append("---\ntitle: ").append(yaml(graph.title())).append("\n---\n");
    out.append("flowchart TD\n");
    for (int i = 0; i < graph.boxes().size(); i++) {
      out.append("  ").append(node(i, graph.boxes().get(i))).append('\n');
    }
    for (Edge edge : graph.edges()) {
      out.append("  n").append(edge.from()).append(" --> n").append(edge.to()).append('\n');
    }
    out.append("  classDef input fill:#d8ecff,stroke:#1f6fb2,color:#0b2a45\n")
        .append("  classDef operator fill:#eeeeee,stroke:#777777,color:#222222\n")
        .append("  classDef state fill:#ffe9c7,stroke:#b26b00,color:#452a00\n")
        .append("  classDef output fill:#d9f2df,stroke:#2c7a3f,color:#0e3318\n");
    return out.toString();
  }

  /** The title stands in YAML, which has escapes of its own. */
  private static String yaml(String title) {
    // Mermaid takes anything in pointed brackets out of a title.
    return '"'
        + title.replace('<', '‹').replace('>', '›').replace("\\", "\\\\").replace("\"", "\\\"")
        + '"';
  }

  private static String node(int index, Box box) {
    String text = escaped(box.label());
    if (!box.operation().isEmpty()) {
      text += "<br/>" + escaped(box.operation());
    }
    String quoted = '"' + text + '"';
    String shape =
        switch (box.kind()) {
          case INPUT -> "([" + quoted + "])";
          case OPERATOR -> "[" + quoted + "]";
          case STATE -> "[(" + quoted + ")]";
          case OUTPUT -> "[[" + quoted + "]]";
        };
    return "n" + index + shape + ":::" + box.kind().name().toLowerCase(Locale.ROOT);
  }

  /** Text that says nothing to the parser, whatever it is. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean letter = c < 128 && Character.isLetterOrDigit(c);
              if (letter || PLAIN.indexOf(c) >= 0 || (c >= 0xA0 && Character.isDefined(c))) {
                out.appendCodePoint(c);
              } else {
                out.append('#').append(c).append(';');
              }
            });
    return out.toString();
  }
}
