package io.holdfast.tools;

import io.holdfast.engine.cluster.ClusterProvider;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that say where batches run. */
final class BackendOptions {
  private static final String LOCAL = "local";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "URL",
      defaultValue = LOCAL,
      description =
          "Where batches run: local, which is this process, or a cluster of Spark,"
              + " spark://host:port (default: ${DEFAULT-VALUE}).")
  private String backend;

  @Option(
      names = "--cluster-setting",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of the cluster's own, for example spark.executor.memory=4g; may be repeated.")
  private Map<String, String> settings = new TreeMap<>();

  /** The cluster's own settings. */
  Map<String, String> settings() {
    return settings;
  }

  /** The URL of the cluster. */
  String url() {
    return backend;
  }

  /** Whoever connects to the cluster; nobody if batches run here. */
  Optional<ClusterProvider> provider() {
    if (backend.equals(LOCAL)) {
      if (!settings.isEmpty()) {
        throw refused("--cluster-setting is for clusters: name one with --backend");
      }
      return Optional.empty();
    }
    for (ClusterProvider provider : ServiceLoader.load(ClusterProvider.class)) {
      if (provider.accepts(backend)) {
        return Optional.of(provider);
      }
    }
    throw refused("--backend " + backend + ": possible are local and spark://host:port");
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
