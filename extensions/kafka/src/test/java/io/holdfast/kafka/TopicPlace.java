package io.holdfast.kafka;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.SinkPlace;
import io.holdfast.testkit.contract.Steps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;

/** A topic of the real broker for all outputs of an application. */
final class TopicPlace implements SinkPlace<String> {
  private final String topic = FreshTopics.take();
  private final String prefix = SharedBroker.name("place") + ".";
  private final Set<Object> open = new HashSet<>();

  /** Names of outputs that were opened. */
  private final Set<String> outputs = new HashSet<>();

  /** A share of all windows in a build: each opens clients and makes topics. */
  static Effort effort() {
    int windows = Integer.getInteger("holdfast.kafka.windows", 8);
    return System.getProperty("holdfast.contract.windows") == null
        ? Effort.DEFAULT.with(windows, Math.min(windows / 3, 40), Math.min(4 * windows, 100))
        : Effort.ofProperties();
  }

  @Override
  public BatchSink<String> sink(Steps steps) {
    return new OnSteps(this, steps);
  }

  @Override
  public String row(String text) {
    return text;
  }

  @Override
  public List<String> rows(String output) {
    return OutsideReader.rows(topic, FreshTopics.PARTITIONS, transactionalIds());
  }

  /** Transactions that nobody will end, and clients that nobody has closed. */
  @Override
  public List<String> residue(String output) {
    List<String> residue = new ArrayList<>();
    open.forEach(client -> residue.add("client " + client.getClass().getSimpleName()));
    residue.addAll(OutsideReader.openTransactions(transactionalIds()));
    return residue;
  }

  private List<String> transactionalIds() {
    return outputs.stream().map(output -> prefix + "conformance/" + output).toList();
  }

  @Override
  public Exception lostAnswer(String step) {
    // What an output notes is not in Kafka.
    return step.matches("(Admin|Consumer|Producer)\\..*")
        ? new TimeoutException("no answer to " + step)
        : SinkPlace.super.lostAnswer(step);
  }

  private KafkaSink<String> sink(String output) {
    outputs.add(output);
    KafkaFormat<String> keyed =
        new KafkaFormat<>() {
          @Override
          public byte[] key(String row) {
            return OutputLife.utf8(row.substring(0, row.indexOf('=')));
          }

          @Override
          public byte[] value(String row) {
            return OutputLife.utf8(row);
          }
        };
    return KafkaSink.of(SharedBroker.patient(SharedBroker.get().bootstrap()), topic, keyed)
        .transactionalIdPrefix(prefix)
        .markersIn(prefix + output);
  }

  @Override
  public void close() {
    List<String> used = new ArrayList<>(List.of(topic));
    outputs.forEach(output -> used.add(prefix + output));
    FreshTopics.giveBack(used);
  }

  /** The sink, with clients of one driver. */
  private record OnSteps(TopicPlace place, Steps steps) implements BatchSink<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkPromise promise(Guarantee processing) {
      return place.sink("any").promise(processing);
    }

    @Override
    public SinkSession<String> open(SinkContext context) {
      return place.sink(context.output()).open(context, new ClientsOnSteps(steps, place.open));
    }
  }
}
