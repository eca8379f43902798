package io.holdfast.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Carries the talk between receivers on executors and the driver, as bytes: what carries messages
 * on an executor does not know the classes that came with the job. Spark loads it when a context is
 * made with {@code spark.plugins=io.holdfast.spark.HoldfastPlugin}.
 */
public final class HoldfastPlugin implements SparkPlugin {
  /** Spark makes it. */
  public HoldfastPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new OnDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  private static final class OnDriver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      return Map.of();
    }

    @Override
    public Object receive(Object message) throws IOException {
      Serializable answer = DriverEnd.receive((Talk) JavaBytes.read((byte[]) message));
      return answer == null ? null : JavaBytes.of(answer);
    }
  }

  private static final class OnExecutor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      ExecutorEnd.open(context);
    }
  }
}
