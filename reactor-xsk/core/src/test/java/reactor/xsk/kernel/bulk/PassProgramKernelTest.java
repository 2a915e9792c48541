package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.PassProgram;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.kernel.support.PatternCheck;
import reactor.xsk.kernel.support.PatternPacket;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.TapThread;
import reactor.xsk.kernel.support.VethPair;

/** The program that drivers want for zero-copy, on an interface of the running kernel. */
@BulkKernel
class PassProgramKernelTest {

  private static final int EBUSY = 16;
  private static final int PACKETS = 10_000;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldBeOnTheInterfaceUntilItIsClosed() {
    try (PassProgram program = attach()) {
      assertThat(program).isNotNull();
      assertThat(Shell.xdpProgram(pair.near())).isNotEmpty();
    }
    assertThat(Shell.xdpProgram(pair.near())).isEmpty();
  }

  @Test
  void shouldDisplaceNoOtherProgram() {
    try (PeerProgram other = PeerProgram.passing(pair.near())) {
      String before = Shell.xdpProgram(pair.near());

      XskException failure = catchThrowableOfType(XskException.class, this::attach);

      assertThat(failure.errno()).isEqualTo(EBUSY);
      assertThat(failure.hint()).contains("another XDP program");
      assertThat(Shell.xdpProgram(pair.near())).isNotEmpty().isEqualTo(before);
      assertThat(other.count()).isZero();
    }
  }

  @Test
  void shouldPassOnWhatIsReceivedAndLetCopyModeSend() throws Exception {
    PatternCheck check = new PatternCheck(7);
    try (PassProgram program = attach();
        TapThread tap = TapThread.on(pair.near(), check);
        XskSender back = sender(pair.far());
        XskSender sender = sender(pair.near())) {
      SendReport received =
          back.<Integer>send(Flux.range(0, 100), new PatternPacket(7)::write).block(PATIENCE);
      SendReport sent =
          sender.<Integer>send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      assertThat(program).isNotNull();
      assertThat(received).isNotNull();
      tap.awaitReceived(received.completed(), PATIENCE);
      assertThat(sent).isNotNull();
      assertThat(sent.completed()).isEqualTo(PACKETS);
    }
  }

  private PassProgram attach() {
    return PassProgram.attach(new FfmLinuxCalls(), pair.near());
  }

  private static XskSender sender(String interfaceName) {
    return XskSender.create(XskConfig.builder(interfaceName).mode(XskMode.COPY).build());
  }
}
