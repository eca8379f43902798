package io.holdfast.spark;

import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import io.holdfast.spark.MethodCode.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.xbean.asm9.ClassReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the classes that functions name, from the class files: those in the code of a function, and
 * in what it calls in its own jar or directory, as far as that can be told without running it.
 * Calls through an interface are not followed, so a class may be missed; one that is found is named
 * in code that the function may come to. Used by one thread.
 */
final class CodeReader {
  private static final Logger LOG = LoggerFactory.getLogger(CodeReader.class);
  private static final String CLASS = ".class";
  private static final String JDK = "jrt";

  private final Map<String, String> named = new LinkedHashMap<>();
  private final Map<String, Optional<Found>> places = new HashMap<>();
  private final Map<String, Map<String, MethodCode>> classes = new HashMap<>();
  private final Set<String> sources = new HashSet<>();
  private final Set<Call> seen = new HashSet<>();
  private final Deque<Step> steps = new ArrayDeque<>();

  /** Where a class file is, and in which jar or directory. */
  private record Found(URL file, String source) {}

  /** A method that is to be read, and for whom. */
  private record Step(Call call, String label, ClassLoader loader) {}

  /**
   * Adds a function, or another object of which tasks call the methods.
   *
   * @param label whose it is, for people
   */
  void add(String label, Serializable part) {
    ClosureFingerprint code = ClosureFingerprint.of(label, part);
    ClassLoader loader = part.getClass().getClassLoader();
    if (loader == null) {
      return;
    }
    String implementation = code.implementationClass().replace('.', '/');
    name(code.capturingClass().replace('.', '/'), label, loader);
    name(implementation, label, loader);
    find(implementation, loader).ifPresent(found -> sources.add(found.source()));
    if (code.method().isEmpty()) {
      methods(implementation, loader)
          .keySet()
          .forEach(method -> steps.add(new Step(new Call(implementation, method), label, loader)));
    } else {
      Call function = new Call(implementation, code.method() + code.descriptor());
      steps.add(new Step(function, label, loader));
    }
  }

  /** Reads the code of all that was added: names of classes, each with a function that uses it. */
  Map<String, String> named() {
    while (!steps.isEmpty()) {
      Step step = steps.remove();
      Call call = step.call();
      MethodCode code = methods(call.owner(), step.loader()).get(call.method());
      if (code != null && seen.add(call)) {
        code.classes().forEach(owner -> name(owner, step.label(), step.loader()));
        code.calls().forEach(next -> steps.add(new Step(next, step.label(), step.loader())));
      }
    }
    return named;
  }

  private void name(String internalName, String label, ClassLoader loader) {
    String name = internalName.replace('/', '.');
    if (find(internalName, loader).isPresent()) {
      named.putIfAbsent(name, label);
    }
  }

  /** The methods of a class that is beside a function; none of another one. */
  private Map<String, MethodCode> methods(String owner, ClassLoader loader) {
    Map<String, MethodCode> known = classes.get(owner);
    if (known != null) {
      return known;
    }
    Optional<Found> beside = find(owner, loader).filter(found -> sources.contains(found.source()));
    beside.ifPresent(found -> classes.put(owner, parse(found.file())));
    return classes.getOrDefault(owner, Map.of());
  }

  private static Map<String, MethodCode> parse(URL file) {
    try (InputStream in = file.openStream()) {
      ClassMethods methods = new ClassMethods();
      new ClassReader(in).accept(methods, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return methods.found();
    } catch (IOException | IllegalArgumentException e) {
      // A class file that only a newer library can read: what it names is found when it runs.
      LOG.debug("{} cannot be read", file, e);
      return Map.of();
    }
  }

  private Optional<Found> find(String internalName, ClassLoader loader) {
    return places.computeIfAbsent(internalName, name -> look(name, loader));
  }

  /** Empty for classes of the JDK, and for those that the driver does not have either. */
  private static Optional<Found> look(String internalName, ClassLoader loader) {
    URL file = loader.getResource(internalName + CLASS);
    if (file == null || file.getProtocol().equals(JDK)) {
      return Optional.empty();
    }
    String location = file.toString();
    int end = location.length() - internalName.length() - CLASS.length();
    return Optional.of(new Found(file, location.substring(0, end)));
  }
}
