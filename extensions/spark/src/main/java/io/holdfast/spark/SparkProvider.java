package io.holdfast.spark;

import io.holdfast.engine.cluster.ClusterProvider;
import java.util.Map;
import java.util.Optional;

/** Clusters of Spark, by their masters' URLs. */
public final class SparkProvider implements ClusterProvider {
  private static final String STANDALONE = "spark://";

  /** For {@link java.util.ServiceLoader}. */
  public SparkProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith(STANDALONE);
  }

  @Override
  public Optional<Jvm> jvm() {
    return SparkHome.isHere() ? Optional.empty() : Optional.of(SparkHome.find().jvm());
  }

  @Override
  public Connection connect(String url, String name, Map<String, String> settings) {
    return SparkConnection.open(url, name, settings);
  }
}
