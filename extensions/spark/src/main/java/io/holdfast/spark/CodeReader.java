package io.holdfast.spark;

import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, Map<String, MethodCode>> classes = new HashMap<>();
  private final Set<String> sources = new HashSet<>();
  private final Set<MethodCode.Call> seen = new HashSet<>();

  /** Where a class file is: its name in the class path, and in which jar or directory. */
  private record Found(URL file, String source) {}

  /** What was found so far: names of classes, each with the function that led to it. */
  Map<String, String> named() {
    return named;
  }

  /**
   * Reads a function, or another object of which tasks call the methods.
   *
   * @param label whose it is, for people
   */
  void read(String label, Serializable function) {
    ClosureFingerprint code = ClosureFingerprint.of(label, function);
    ClassLoader loader = function.getClass().getClassLoader();
    if (loader == null) {
      return;
    }
    String implementation = code.implementationClass().replace('.', '/');
    name(code.capturingClass().replace('.', '/'), label, loader);
    name(implementation, label, loader);
    Found found = find(implementation, loader);
    if (found == null) {
      return;
    }
    sources.add(found.source());
    Deque<MethodCode.Call> calls = new ArrayDeque<>();
    if (code.method().isEmpty()) {
      methods(implementation, loader)
          .keySet()
          .forEach(method -> calls.add(new MethodCode.Call(implementation, method)));
    } else {
      calls.add(new MethodCode.Call(implementation, code.method() + code.descriptor()));
    }
    follow(calls, label, loader);
  }

  private void follow(Deque<MethodCode.Call> calls, String label, ClassLoader loader) {
    while (!calls.isEmpty()) {
      MethodCode.Call call = calls.remove();
      if (!seen.add(call)) {
        continue;
      }
      MethodCode code = methods(call.owner(), loader).get(call.method());
      if (code != null) {
        code.classes().forEach(owner -> name(owner, label, loader));
        calls.addAll(code.calls());
      }
    }
  }

  private void name(String internalName, String label, ClassLoader loader) {
    String name = internalName.replace('/', '.');
    if (!named.containsKey(name) && find(internalName, loader) != null) {
      named.put(name, label);
    }
  }

  /** The methods of a class that is beside a function; none of another one. */
  private Map<String, MethodCode> methods(String owner, ClassLoader loader) {
    Map<String, MethodCode> known = classes.get(owner);
    if (known != null) {
      return known;
    }
    Found found = find(owner, loader);
    if (found == null || !sources.contains(found.source())) {
      return Map.of();
    }
    Map<String, MethodCode> parsed = parse(found.file());
    classes.put(owner, parsed);
    return parsed;
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

  /** Null for classes of the JDK, and for those that the driver does not have either. */
  private static Found find(String internalName, ClassLoader loader) {
    URL file = loader.getResource(internalName + CLASS);
    if (file == null || file.getProtocol().equals(JDK)) {
      return null;
    }
    String location = file.toString();
    return new Found(
        file, location.substring(0, location.length() - internalName.length() - CLASS.length()));
  }

  /** What a method's code names. */
  record MethodCode(Set<String> classes, List<Call> calls) {
    /**
     * A call.
     *
     * @param owner internal name of a class
     * @param method its name and descriptor
     */
    record Call(String owner, String method) {}
  }
}
