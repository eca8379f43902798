package io.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a quick build has left in the modules of a checkout.
 *
 * @param root of the checkout
 */
record Modules(Path root) {

  /** The class path of a module, its own jar first; empty if it has not been built. */
  List<Path> jars(String module) throws IOException {
    Path built = root.resolve(module).resolve("target/quick");
    List<Path> jars = new ArrayList<>(jarsIn(built));
    if (!jars.isEmpty()) {
      jars.addAll(jarsIn(built.resolve("lib")));
    }
    return jars;
  }

  /** The version of a jar on a module's class path, by its file name; a dash if it is not there. */
  String version(String module, String jar) throws IOException {
    Pattern form = Pattern.compile(Pattern.quote(jar) + "-(\\d.*)\\.jar");
    for (Path path : jars(module)) {
      Matcher name = form.matcher(path.getFileName().toString());
      if (name.matches()) {
        return name.group(1);
      }
    }
    return "-";
  }

  private static List<Path> jarsIn(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
