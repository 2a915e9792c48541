package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskException;

/** Answers that are lost, cut or interrupted are asked for again; errors are answers. */
class NetlinkAnswersTest {

  private static final int SOCKET = 3;
  private static final int GETLINK = 18;
  private static final int ENOBUFS = 105;
  private static final int EINTR = 4;
  private static final int EINVAL = 22;
  private static final int DUMP_INTERRUPTED = 0x10;

  private final NetlinkStub stub = new NetlinkStub();
  private final NetlinkSocket socket = NetlinkSocket.open(stub.calls(), 0);
  private final Links links = new Links(socket);

  NetlinkAnswersTest() {
    stub.netlink.add(new FakeNetlink.Interface("eth0", 7));
  }

  @Test
  void shouldAskAgainForAnAnswerThatWasLost() {
    stub.failReceive(SOCKET, ENOBUFS);

    assertThat(links.byIndex(7).name()).isEqualTo("eth0");
    assertThat(stub.sent(GETLINK)).isEqualTo(2);
  }

  @Test
  void shouldAskAgainForAnAnswerThatIsCut() {
    boolean[] first = {true};
    stub.netlink.others =
        request -> {
          ByteBuffer cut = first[0] ? message(16, 0, request.getInt(8), 0).limit(19) : null;
          first[0] = false;
          return cut;
        };

    assertThat(links.byIndex(7).name()).isEqualTo("eth0");
    assertThat(stub.sent(GETLINK)).isEqualTo(2);
  }

  @Test
  void shouldAskAgainForADumpThatWasInterruptedAndKeepNothingOfIt() {
    int[] dumps = {0};
    stub.netlink.others =
        request -> {
          int flags = dumps[0]++ < 2 ? DUMP_INTERRUPTED : 0;
          return dump(request.getInt(8), flags, dumps[0], 0);
        };
    List<NetlinkMessage> answer = new ArrayList<>();

    assertThat(socket.request(dumpRequest(), answer)).isZero();
    assertThat(answer)
        .singleElement()
        .satisfies(it -> assertThat(it.body().getInt(0)).isEqualTo(3));
  }

  @Test
  void shouldGiveUpADumpThatIsInterruptedEachTime() {
    stub.netlink.others = request -> dump(request.getInt(8), DUMP_INTERRUPTED, 1, 0);

    assertThat(socket.request(dumpRequest(), new ArrayList<>())).isEqualTo(-EINTR);
    assertThat(stub.sent(GETLINK)).isEqualTo(5);
  }

  @Test
  void shouldReportTheErrorThatEndsADump() {
    stub.netlink.others = request -> dump(request.getInt(8), 0, 1, -EINVAL);

    assertThat(socket.request(dumpRequest(), new ArrayList<>())).isEqualTo(-EINVAL);
    assertThat(stub.sent(GETLINK)).as("an error is an answer").isEqualTo(1);
  }

  @Test
  void shouldFailWhereThereIsNoAnswerAtAll() {
    stub.netlink.others = request -> FakeNetlink.error(0, request.getInt(8));

    assertThatThrownBy(() -> links.byIndex(7))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("RTM_GETLINK")
        .hasMessageContaining("EAGAIN");
  }

  private static NetlinkRequest dumpRequest() {
    return new NetlinkRequest(GETLINK, Netlink.NLM_F_DUMP).u32(0).u32(0).u32(0).u32(0);
  }

  /** One part, and the end, in one datagram. */
  private static ByteBuffer dump(int sequence, int flags, int number, int result) {
    ByteBuffer part = message(16, flags, sequence, number);
    ByteBuffer done = message(3, flags, sequence, result);
    return ByteBuffer.allocate(40).order(ByteOrder.nativeOrder()).put(part).put(done).flip();
  }

  private static ByteBuffer message(int type, int flags, int sequence, int body) {
    ByteBuffer message = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    message.putInt(20).putShort((short) type).putShort((short) flags);
    return message.putInt(sequence).putInt(0).putInt(body).flip();
  }
}
