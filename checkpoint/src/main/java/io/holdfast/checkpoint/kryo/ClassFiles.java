package io.holdfast.checkpoint.kryo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Digests of the class files that code comes from. */
final class ClassFiles {
  private ClassFiles() {}

  /** A class with its superclasses, without those of the JDK, whose code is not the job's. */
  static Set<Class<?>> withAncestors(Class<?> type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (Class<?> at = type; at != null && !ClassRules.isJdk(at); at = at.getSuperclass()) {
      classes.add(at);
    }
    return classes;
  }

  /**
   * SHA-256 in hex over the class files one after another, as their loaders find them; empty if one
   * of them has no file, as classes made at run time have none.
   */
  static Optional<String> sha256(Collection<Class<?>> classes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> type : classes) {
        ClassLoader loader = type.getClassLoader();
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream file =
            loader == null
                ? ClassLoader.getSystemResourceAsStream(name)
                : loader.getResourceAsStream(name)) {
          if (file == null) {
            return Optional.empty();
          }
          digest.update(file.readAllBytes());
        }
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException("The class files of " + classes + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
