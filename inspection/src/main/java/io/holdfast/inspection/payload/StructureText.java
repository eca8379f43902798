package io.holdfast.inspection.payload;

import io.holdfast.checkpoint.kryo.Structure;
import io.holdfast.checkpoint.kryo.Structure.Kind;
import io.holdfast.checkpoint.kryo.Structure.Part;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** Structures as text: on one line, or as a tree. A part that was shown already is a number. */
public final class StructureText {
  private static final int LARGEST_DEPTH = 200;

  /** Fields that are never shown, whoever asks. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|passwd|secret|token|credential|apikey|privatekey).*");

  private final IdentityHashMap<Structure, Integer> seen = new IdentityHashMap<>();
  private final int limit;

  private StructureText(int limit) {
    this.limit = limit;
  }

  /**
   * One line.
   *
   * @param limit of its length in characters; what is longer ends with …
   */
  public static String line(Structure structure, int limit) {
    StringBuilder text = new StringBuilder();
    new StructureText(limit).append(structure, text, 0);
    return text.length() > limit ? text.substring(0, limit) + "…" : text.toString();
  }

  private void append(Structure structure, StringBuilder text, int depth) {
    if (text.length() > limit) {
      return;
    }
    switch (structure.kind()) {
      case NULL -> text.append("null");
      case STRING -> text.append('"').append(Text.printable(structure.text())).append('"');
      case VALUE -> text.append(Text.printable(structure.text()));
      default -> composite(structure, text, depth);
    }
  }

  private void composite(Structure structure, StringBuilder text, int depth) {
    if (seen.putIfAbsent(structure, seen.size() + 1) != null || depth > LARGEST_DEPTH) {
      text.append("(").append(simple(structure.type())).append(" again)");
      return;
    }
    char open = structure.kind() == Kind.OBJECT || structure.kind() == Kind.LAMBDA ? '(' : '[';
    text.append(heading(structure)).append(open);
    boolean key = true;
    for (int i = 0; i < structure.parts().size() && text.length() <= limit; i++) {
      Part part = structure.parts().get(i);
      boolean entry = structure.kind() == Kind.ENTRIES && part.name().isEmpty();
      text.append(i == 0 ? "" : entry && !key ? "=" : ", ");
      key = !entry || !key;
      text.append(part.name().isEmpty() ? "" : shortName(part.name()) + "=");
      if (secret(part)) {
        text.append("(hidden)");
      } else {
        append(part.value(), text, depth + 1);
      }
    }
    text.append(open == '(' ? ')' : ']');
  }

  private static boolean secret(Part part) {
    return SECRET.matcher(part.name()).matches();
  }

  private static String heading(Structure structure) {
    return switch (structure.kind()) {
      case OBJECT -> simple(structure.type());
      case LAMBDA -> "lambda " + Text.printable(structure.text());
      default -> "";
    };
  }

  /** A class name without its package. */
  static String simple(String type) {
    String name = Text.printable(type);
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  /** A field of a class further up has the name of that class in front. */
  private static String shortName(String field) {
    return Text.printable(field.substring(field.lastIndexOf('#') + 1));
  }

  /** A tree, one part a line, each composite with its class. */
  public static List<Content> tree(Structure structure, String indent) {
    List<Content> lines = new ArrayList<>();
    new StructureText(Integer.MAX_VALUE).branch(structure, "", indent, 0, lines);
    return lines;
  }

  private void branch(
      Structure structure, String label, String indent, int depth, List<Content> lines) {
    Integer number = seen.get(structure);
    boolean composite = structure.composite();
    String own =
        composite
            ? "#" + (number == null ? seen.size() + 1 : number) + " " + described(structure)
            : line(structure, 1000);
    boolean cut = composite && (number != null || depth > LARGEST_DEPTH);
    String words = "  ".repeat(depth) + label + own + (cut ? ", as above" : "");
    lines.add(
        Content.of("object", indent + words)
            .with("depth", depth)
            .with("field", label.isEmpty() ? "" : label.substring(0, label.length() - 2))
            .with("class", structure.type())
            .with("text", structure.text()));
    if (!composite || cut) {
      return;
    }
    seen.put(structure, seen.size() + 1);
    for (Part part : structure.parts()) {
      String name = part.name().isEmpty() ? "" : Text.printable(part.name()) + ": ";
      if (secret(part)) {
        lines.add(
            Content.of("object", indent + "  ".repeat(depth + 1) + name + "(hidden)")
                .with("depth", depth + 1)
                .with("field", Text.printable(part.name()))
                .with("class", part.value().type())
                .with("text", "(hidden)"));
      } else {
        branch(part.value(), name, indent, depth + 1, lines);
      }
    }
  }

  private static String described(Structure structure) {
    String type = Text.printable(structure.type());
    long members = structure.parts().stream().filter(part -> part.name().isEmpty()).count();
    return switch (structure.kind()) {
      case ELEMENTS -> type + " of " + members;
      case ENTRIES -> type + " of " + members / 2;
      case LAMBDA -> type + " by lambda " + Text.printable(structure.text());
      default -> type;
    };
  }
}
