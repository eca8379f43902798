package io.holdfast.benchmarks.cluster;

import io.holdfast.spark.HoldfastPlugin;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Holdfast's plugin, with a count of what the driver is told. Loaded behind the other one, it is
 * the one through which executors talk.
 */
public final class CountingPlugin implements SparkPlugin {
  private static final Pattern KIND = Pattern.compile("Talk\\$(\\w+)");
  private static final int HEAD = 200;
  private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private final HoldfastPlugin counted = new HoldfastPlugin();

  /** Spark makes it. */
  public CountingPlugin() {}

  /** How often something of each kind was said to this driver. */
  static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    COUNTS.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return counted.executorPlugin();
  }

  @Override
  public DriverPlugin driverPlugin() {
    DriverPlugin inner = counted.driverPlugin();
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of();
      }

      @Override
      public Object receive(Object message) throws Exception {
        byte[] bytes = (byte[]) message;
        int head = Math.min(bytes.length, HEAD);
        Matcher kind = KIND.matcher(new String(bytes, 0, head, StandardCharsets.ISO_8859_1));
        String name = kind.find() ? kind.group(1) : "other";
        COUNTS.computeIfAbsent(name, n -> new LongAdder()).increment();
        return inner.receive(message);
      }
    };
  }
}
