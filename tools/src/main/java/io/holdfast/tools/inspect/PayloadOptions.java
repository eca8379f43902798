package io.holdfast.tools.inspect;

import io.holdfast.inspection.payload.Payloads;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command shows what users have put into records, keys and values. */
public final class PayloadOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--full",
      description = "Every record, entry and object in full, not only the first of each.")
  private boolean full;

  @Option(
      names = "--redact",
      description = "Show of records, keys and values nothing but how long they are.")
  private boolean redact;

  @Option(
      names = "--classpath",
      paramLabel = "PATHS",
      description = {
        "Decode keys and values by the job's classes, and records by the PayloadDecoders that are",
        "found there. This runs code of these jars; without it none is ever run."
      })
  private String classPath;

  /** As the flags say; the class path stays open for the life of the process. */
  Payloads payloads() {
    if (redact && classPath != null) {
      throw new ParameterException(
          command.commandLine(), "--redact hides what --classpath decodes: give one of them");
    }
    if (redact) {
      return Payloads.hidden(full);
    }
    if (classPath == null) {
      return Payloads.byStructure(full);
    }
    try {
      URL[] urls = urls().toArray(new URL[0]);
      return Payloads.byClasses(
          new URLClassLoader("holdfast-dump", urls, PayloadOptions.class.getClassLoader()), full);
    } catch (ServiceConfigurationError e) {
      throw new ParameterException(command.commandLine(), "--classpath: " + e.getMessage(), e);
    }
  }

  private List<URL> urls() {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.isEmpty() || !Files.exists(Path.of(entry))) {
        throw new ParameterException(
            command.commandLine(), "--classpath: there is nothing at '" + entry + "'");
      }
      try {
        urls.add(Path.of(entry).toUri().toURL());
      } catch (MalformedURLException e) {
        throw new ParameterException(command.commandLine(), "--classpath: " + e.getMessage(), e);
      }
    }
    return urls;
  }
}
