package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which classes the functions of a job name in their code: what executors must have before they can
 * run them. A class that is missing would else be found when the first record comes to the line
 * that names it.
 *
 * @param named names of classes outside of the JDK, each with a function that uses it
 */
record TaskCode(TreeMap<String, String> named) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  /**
   * Reads the code of functions, as {@link CodeReader} says.
   *
   * @param parts by what they belong to
   */
  static TaskCode of(Map<String, Serializable> parts) {
    CodeReader reader = new CodeReader();
    parts.forEach(reader::add);
    return new TaskCode(new TreeMap<>(reader.named()));
  }

  /**
   * Sees that this process has all of them, by the class loader of the calling thread.
   *
   * @throws ConfigurationException with those that it has not
   */
  void requireHere() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<String> missing = new ArrayList<>();
    named.forEach(
        (name, user) -> {
          try {
            Class<?> unused = Class.forName(name, false, loader);
          } catch (ClassNotFoundException e) {
            missing.add(name + ", which " + user + " uses");
          } catch (LinkageError e) {
            missing.add(name + ", which " + user + " uses (" + e + ")");
          }
        });
    if (!missing.isEmpty()) {
      int more = missing.size() - SHOWN;
      throw new ConfigurationException(
          "Executors do not have class "
              + String.join("; ", missing.subList(0, Math.min(SHOWN, missing.size())))
              + (more > 0 ? "; and " + more + " more" : "")
              + ". Give Spark the jars of the job and of what it uses (spark.jars, or --jars).");
    }
  }
}
