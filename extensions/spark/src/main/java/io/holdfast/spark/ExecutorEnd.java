package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.spark.Talk.Question;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.plugin.PluginContext;

/** The executor's end of the talk with the driver. Any thread. */
final class ExecutorEnd {
  private static volatile PluginContext context;

  private ExecutorEnd() {}

  static void open(PluginContext opened) {
    context = opened;
  }

  static void send(Talk talk) throws IOException {
    opened().send(JavaBytes.of(talk));
  }

  /** Asks, and waits for the answer. */
  @SuppressWarnings("unchecked") // each question has its answer
  static <A extends Serializable> A ask(Question<A> talk) throws IOException {
    try {
      return (A) JavaBytes.read((byte[]) opened().ask(JavaBytes.of(talk)));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the driver does not answer: " + e, e);
    }
  }

  private static PluginContext opened() {
    PluginContext opened = context;
    if (opened == null) {
      throw new ConfigurationException(
          "Receivers on executors talk to the driver through a plugin of Spark that is not loaded."
              + " Make the Spark context with spark.plugins="
              + HoldfastPlugin.class.getName()
              + ".");
    }
    return opened;
  }
}
