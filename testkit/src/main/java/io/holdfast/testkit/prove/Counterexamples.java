package io.holdfast.testkit.prove;

import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.scenario.Shrinker.Shrunk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a crash that the job does not survive into a form that can be read and repeated. */
final class Counterexamples {
  private final ProofRequest request;

  Counterexamples(ProofRequest request) {
    this.request = request;
  }

  Counterexample of(Shrunk shrunk) {
    return new Counterexample(
        shrunk.point().toString(), shrunk.what(), shrunk.story(), request.command(), test(shrunk));
  }

  private String test(Shrunk shrunk) {
    String simple = request.name().substring(request.name().lastIndexOf('.') + 1);
    StringBuilder text = new StringBuilder();
    text.append("import io.holdfast.testkit.prove.CrashProof;\n")
        .append("import java.util.List;\n")
        .append("import org.junit.jupiter.api.Test;\n\n")
        .append("/** ")
        .append(shrunk.what().replace("*/", "* /"))
        .append(" */\n")
        .append("class ")
        .append(simple)
        .append("SurvivesTest {\n")
        .append("  @Test\n  void survivesTheCrash() {\n    CrashProof.of(")
        .append(request.name().replace('$', '.'))
        .append("::new)\n");
    for (Map.Entry<String, List<String>> stream : shrunk.scenario().records().entrySet()) {
      text.append("        .input(\"")
          .append(escaped(stream.getKey()))
          .append("\", List.of(")
          .append(
              stream.getValue().stream()
                  .map(record -> "\"" + escaped(record) + "\"")
                  .collect(Collectors.joining(", ")))
          .append("))\n");
    }
    for (Map.Entry<String, byte[]> file : request.files().entrySet()) {
      text.append("        .file(\"")
          .append(escaped(file.getKey()))
          .append("\", \"")
          .append(escaped(new String(file.getValue(), StandardCharsets.UTF_8)))
          .append("\".getBytes(java.nio.charset.StandardCharsets.UTF_8))\n");
    }
    text.append("        .seed(").append(request.seed()).append("L)\n");
    text.append("        .requireExact();\n  }\n}\n");
    return text.toString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\t' -> escaped.append("\\t");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
