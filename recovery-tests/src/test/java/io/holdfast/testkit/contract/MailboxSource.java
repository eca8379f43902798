package io.holdfast.testkit.contract;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A source as small as it can be, whose sender numbers its records, keeps them until they are
 * acknowledged, and begins behind the number that it is asked for. Done right, or with a mistake.
 */
final class MailboxSource implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "mail";
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final transient Mailbox mailbox;
  private final Mistake mistake;

  enum Mistake {
    NONE,
    /** Tells the sender when a record is stored. */
    TELLS_EARLY,
    /** Numbers the records by itself, from 1. */
    IGNORES_RESUME_AFTER,
    /** Reads ahead, connects again by itself, and goes on behind what it has read. */
    DROPS_AT_RECONNECT,
    /** Gives every record that comes in the next free number, also one that comes again. */
    NUMBERS_ANEW,
    /** Does not pass on what it hears. */
    NEVER_TELLS,
    /** Goes on when it was told to stop. */
    NEVER_STOPS
  }

  MailboxSource(Mailbox mailbox, Mistake mistake) {
    this.mailbox = mailbox;
    this.mistake = mistake;
  }

  @Override
  public String description() {
    return "mailbox";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "records are kept until they are durable");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new MailReceiver();
  }

  /** The sender. */
  static final class Mailbox {
    private final List<String> texts = new ArrayList<>();
    private int acknowledged;
    private int connections;

    int connect() {
      return ++connections;
    }

    /** The record of a number; null if there is none yet. */
    String read(int connection, int number) {
      if (connection != connections) {
        throw new IllegalStateException("the connection is broken");
      }
      return number > texts.size() ? null : texts.get(number - 1);
    }

    int firstKept() {
      return acknowledged + 1;
    }

    void acknowledge(long number) {
      acknowledged = (int) Math.max(acknowledged, number);
    }

    Set<String> acknowledged() {
      return new HashSet<>(texts.subList(0, acknowledged));
    }
  }

  private final class MailReceiver implements Receiver<String> {
    private final Deque<String> ahead = new ArrayDeque<>();
    private final Map<Long, Long> numbers = new HashMap<>();
    private ReceiverContext<String> context;
    private SerialExecutor lane;
    private int connection;
    private int read;
    private long stored;
    private boolean stopped;

    @Override
    public void start(ReceiverContext<String> started, Map<String, Long> resumeAfter) {
      context = started;
      lane = context.scheduler().serial("mailbox");
      stored = resumeAfter.getOrDefault(PARTITION, 0L);
      read = (int) stored;
      if (mistake == Mistake.IGNORES_RESUME_AFTER || mistake == Mistake.NUMBERS_ANEW) {
        stored = mistake == Mistake.NUMBERS_ANEW ? stored : 0;
        read = mailbox.firstKept() - 1;
      }
      if (mistake != Mistake.NUMBERS_ANEW) {
        acknowledged(resumeAfter);
      }
      connection = mailbox.connect();
      lane.execute(this::poll);
    }

    private void poll() {
      if (stopped && mistake != Mistake.NEVER_STOPS) {
        return;
      }
      try {
        take();
      } catch (IllegalStateException e) {
        if (mistake != Mistake.DROPS_AT_RECONNECT) {
          context.fail(e.getMessage(), e);
          return;
        }
        ahead.clear();
        connection = mailbox.connect();
      }
      context.scheduler().schedule(PAUSE, lane, this::poll);
    }

    private void take() {
      for (String text = next(); text != null; text = next()) {
        stored = mistake == Mistake.DROPS_AT_RECONNECT ? read - ahead.size() : stored + 1;
        numbers.put(stored, (long) read);
        context.store(text, PARTITION, stored);
        if (mistake == Mistake.TELLS_EARLY) {
          mailbox.acknowledge(stored);
        }
      }
    }

    private String next() {
      int most = mistake == Mistake.DROPS_AT_RECONNECT ? 2 : 1;
      while (ahead.size() < most) {
        String text = mailbox.read(connection, read + 1);
        if (text == null) {
          break;
        }
        read++;
        ahead.add(text);
      }
      return ahead.poll();
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      if (mistake != Mistake.NEVER_TELLS) {
        long position = durable.getOrDefault(PARTITION, 0L);
        mailbox.acknowledge(
            mistake == Mistake.NUMBERS_ANEW ? numbers.getOrDefault(position, 0L) : position);
      }
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  /** For the kit. */
  static final class Subject implements ReceiverSubject<String> {
    private final Mailbox mailbox = new Mailbox();
    private final Mistake mistake;

    Subject(Mistake mistake) {
      this.mistake = mistake;
    }

    @Override
    public ReceiverSource<String> source() {
      return new MailboxSource(mailbox, mistake);
    }

    @Override
    public String text(String record) {
      return record;
    }

    @Override
    public void send(List<String> texts) {
      mailbox.texts.addAll(texts);
    }

    @Override
    public Optional<Set<String>> acknowledged() {
      return Optional.of(mailbox.acknowledged());
    }

    @Override
    public void cut() {
      mailbox.connections++;
    }

    @Override
    public boolean connected() {
      return true;
    }

    @Override
    public boolean simulated() {
      return true;
    }
  }
}
