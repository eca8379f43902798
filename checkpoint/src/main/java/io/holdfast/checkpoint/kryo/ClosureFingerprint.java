package io.holdfast.checkpoint.kryo;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.kryo.ClosureChange.Effect;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which code a function is. A serialized lambda is bound again by a name like {@code
 * lambda$main$7f3a$1}, which the compiler gives to another lambda when one is inserted before it:
 * the wrong function, and no error. Comparing fingerprints shows that.
 *
 * <p>The check is strict: any new compilation of the class from changed source counts as drift,
 * even of another method in it, because nothing less can prove that the function is the same.
 *
 * @param label whose function it is, as a user knows it, for instance an operator's name
 * @param capturingClass the class in which a lambda stands; of a function object its own class
 * @param implementationClass the class that holds its code
 * @param method the method that is its code; empty for a function object
 * @param descriptor that method's descriptor; empty for a function object
 * @param sha256 digest over the class files of the two classes (one, if they are the same; for a
 *     function object its class and superclasses), in hex; empty if one of them has no file
 */
public record ClosureFingerprint(
    String label,
    String capturingClass,
    String implementationClass,
    String method,
    String descriptor,
    String sha256) {

  public ClosureFingerprint {
    Objects.requireNonNull(label, "label");
  }

  /**
   * Fingerprints a function as it is now.
   *
   * @throws ConfigurationException if it is a lambda that is not serializable
   */
  public static ClosureFingerprint of(String label, Object function) {
    Class<?> type = function.getClass();
    if (!Lambdas.isLambda(type)) {
      String digest = ClassFiles.sha256(ClassFiles.withAncestors(type)).orElse("");
      return new ClosureFingerprint(label, type.getName(), type.getName(), "", "", digest);
    }
    try {
      SerializedLambda form = Lambdas.takeApart(function);
      Class<?> capturing = Lambdas.capturingClass(function, form);
      String implementation = form.getImplClass().replace('/', '.');
      return new ClosureFingerprint(
          label,
          capturing.getName(),
          implementation,
          form.getImplMethodName(),
          form.getImplMethodSignature(),
          digest(capturing, implementation));
    } catch (EncodeFault e) {
      throw e.explain("The function of '" + label + "': ");
    }
  }

  private static String digest(Class<?> capturing, String implementation) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    classes.add(capturing);
    try {
      Class<?> other = Class.forName(implementation, false, capturing.getClassLoader());
      if (!ClassRules.isJdk(other)) {
        classes.add(other);
      }
    } catch (ClassNotFoundException e) {
      return "";
    }
    return ClassFiles.sha256(classes).orElse("");
  }

  /** The text for a checkpoint's {@code closures} section; see {@link ClosureTable}. */
  public static String toText(List<ClosureFingerprint> fingerprints) {
    byLabel(fingerprints);
    return ClosureTable.format(fingerprints);
  }

  /** Reads that text. */
  public static List<ClosureFingerprint> fromText(String text) {
    return ClosureTable.parse(text);
  }

  /**
   * What has become of each of the job's functions, by their labels: those of the checkpoint first,
   * then new ones.
   *
   * @throws ConfigurationException if two functions in one list have the same label
   */
  public static List<ClosureChange> changes(
      List<ClosureFingerprint> stored, List<ClosureFingerprint> now) {
    Map<String, ClosureFingerprint> present = byLabel(now);
    List<ClosureChange> changes = new ArrayList<>();
    byLabel(stored).forEach((label, then) -> changes.add(then.changeTo(present.remove(label))));
    for (ClosureFingerprint today : present.values()) {
      String words = label(today.label) + " is new: " + today.code() + ".";
      changes.add(
          new ClosureChange(today.label, Optional.empty(), Optional.of(today), Effect.NEW, words));
    }
    return changes;
  }

  /**
   * Whether the job's functions are those of the checkpoint: one sentence for each that is not,
   * none if all are.
   *
   * @throws ConfigurationException if two functions in one list have the same label
   */
  public static List<String> compare(
      List<ClosureFingerprint> stored, List<ClosureFingerprint> now) {
    return changes(stored, now).stream()
        .filter(change -> change.effect() != Effect.SAME)
        .map(ClosureChange::words)
        .toList();
  }

  /**
   * As {@link #compare}, but from the class files alone: tells before anything is decoded, and
   * without running code of the job, whether the stored functions would be bound to the same code.
   */
  public static List<String> verify(List<ClosureFingerprint> stored, ClassLoader loader) {
    List<String> drifts = new ArrayList<>();
    for (ClosureFingerprint then : stored) {
      try {
        Class<?> capturing = Class.forName(then.capturingClass, false, loader);
        String digest =
            then.method.isEmpty()
                ? ClassFiles.sha256(ClassFiles.withAncestors(capturing)).orElse("")
                : digest(capturing, then.implementationClass);
        String drift = then.drift(digest);
        if (!drift.isEmpty()) {
          drifts.add(drift);
        }
      } catch (ClassNotFoundException | LinkageError e) {
        drifts.add(label(then.label) + ": its code, " + then.code() + ", cannot be loaded: " + e);
      }
    }
    return drifts;
  }

  private ClosureChange changeTo(ClosureFingerprint today) {
    String words = today == null ? label(label) + " is gone: it was " + code() + "." : drift(today);
    Effect effect = today == null ? Effect.GONE : words.isEmpty() ? Effect.SAME : Effect.CHANGED;
    return new ClosureChange(label, Optional.of(this), Optional.ofNullable(today), effect, words);
  }

  private String drift(ClosureFingerprint today) {
    boolean sameCode =
        capturingClass.equals(today.capturingClass)
            && implementationClass.equals(today.implementationClass)
            && method.equals(today.method)
            && descriptor.equals(today.descriptor);
    return sameCode
        ? drift(today.sha256)
        : label(label) + " was " + code() + " and is now " + today.code() + ".";
  }

  private static String label(String label) {
    return "'" + label + "'";
  }

  /** What speaks against its being the code with a digest; empty if nothing does. */
  private String drift(String today) {
    if (sha256.isEmpty() || today.isEmpty()) {
      return label(label) + ", " + code() + ", has no class file to compare: it may be other code.";
    }
    return sha256.equals(today)
        ? ""
        : label(label)
            + ": "
            + capturingClass
            + " was compiled from other source, so "
            + code()
            + " may be another function than it was.";
  }

  /** The code in words. */
  private String code() {
    if (method.isEmpty()) {
      return "an object of " + capturingClass;
    }
    String owner = implementationClass.equals(capturingClass) ? "" : implementationClass + ".";
    return "method " + owner + method + descriptor + " used in " + capturingClass;
  }

  private static Map<String, ClosureFingerprint> byLabel(List<ClosureFingerprint> fingerprints) {
    Map<String, ClosureFingerprint> map = new LinkedHashMap<>();
    for (ClosureFingerprint fingerprint : fingerprints) {
      if (map.put(fingerprint.label, fingerprint) != null) {
        throw new ConfigurationException(
            "Two functions are labelled '" + fingerprint.label + "'. Name each differently.");
      }
    }
    return map;
  }
}
