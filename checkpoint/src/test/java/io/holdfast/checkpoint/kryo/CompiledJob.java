package io.holdfast.checkpoint.kryo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** One version of a job, compiled when the test runs and loaded by a loader of its own. */
final class CompiledJob {
  private final URLClassLoader loader;

  private CompiledJob(URLClassLoader loader) {
    this.loader = loader;
  }

  /** Compiles sources of public top-level classes in no package. */
  static CompiledJob of(Path directory, String... sources) {
    try {
      Path output = Files.createDirectories(directory.resolve("classes"));
      List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", output.toString()));
      for (String source : sources) {
        String name =
            source.replaceAll("(?s).*?public \\w*\\s*(?:class|record|enum) (\\w+).*", "$1");
        Path file = directory.resolve(name + ".java");
        Files.writeString(file, source);
        arguments.add(file.toString());
      }
      StringWriter messages = new StringWriter();
      PrintWriter printer = new PrintWriter(messages);
      ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
      if (javac.run(printer, printer, arguments.toArray(new String[0])) != 0) {
        throw new IllegalArgumentException(messages.toString());
      }
      URL[] urls = {output.toUri().toURL()};
      return new CompiledJob(new URLClassLoader(urls, CompiledJob.class.getClassLoader()));
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ClassLoader loader() {
    return loader;
  }

  Class<?> type(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What a public static method without parameters returns. */
  Object call(String className, String method) {
    try {
      return type(className).getMethod(method).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
