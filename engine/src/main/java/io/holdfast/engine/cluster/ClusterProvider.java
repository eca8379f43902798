package io.holdfast.engine.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connects to clusters of one kind by their URLs. Found by {@link java.util.ServiceLoader}, so that
 * a program can offer what is on its class path.
 */
public interface ClusterProvider {

  /** Whether URLs of this kind are its own. */
  boolean accepts(String url);

  /**
   * The JVM that a driver has to run in, with the class path of this one.
   *
   * @return empty if this JVM will do
   * @throws io.holdfast.ConfigurationException if something is missing on this machine: says what
   *     to install
   */
  Optional<Jvm> jvm();

  /**
   * A JVM for drivers.
   *
   * @param options besides those of memory
   */
  record Jvm(List<String> options, List<Path> classPath) {
    /** Copies its parts. */
    public Jvm {
      options = List.copyOf(options);
      classPath = List.copyOf(classPath);
    }
  }

  /**
   * Connects, in a JVM that will do.
   *
   * @param name by which the cluster shows the application
   * @param settings of the cluster's own
   * @throws io.holdfast.ConfigurationException if it cannot be reached or does not want this driver
   */
  Connection connect(String url, String name, Map<String, String> settings);

  /** A connection that lasts as long as the job. */
  interface Connection extends AutoCloseable {
    /** What {@code StreamingConfig.backend} takes. */
    Cluster cluster();

    @Override
    void close();
  }
}
