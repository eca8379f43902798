package io.holdfast.testkit.contract;

import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** Receivers with sockets, on real threads and real connections. */
class SocketReceiverContractsTest {
  private static final int PAIRS = 6;

  /** Real connections take their time: fewer pairs, unless more are asked for. */
  abstract static class OnSockets extends ReceiverContract<String> {
    @Override
    protected Effort effort() {
      Effort asked = Effort.ofProperties();
      boolean more = asked.pairs() > Effort.DEFAULT.pairs();
      return more ? asked : asked.with(asked.windows(), PAIRS, asked.crashes());
    }
  }

  @Nested
  class NumberedTcp extends OnSockets {
    @Override
    protected ReceiverSubject<String> newSubject() throws IOException {
      return new TcpSubject(true);
    }
  }

  @Nested
  class SocketText extends OnSockets {
    @Override
    protected ReceiverSubject<String> newSubject() throws IOException {
      return new TcpSubject(false);
    }
  }

  @Nested
  class HttpPushWithOpaqueKeys extends OnSockets {
    @Override
    protected ReceiverSubject<String> newSubject() throws IOException {
      return new HttpSubject("key-");
    }
  }

  @Nested
  class HttpPushWithSequence extends OnSockets {
    @Override
    protected ReceiverSubject<String> newSubject() throws IOException {
      return new HttpSubject("seq/client/");
    }
  }
}
