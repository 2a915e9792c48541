package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Shares;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.virtual.VirtualKernel;

/** Zero-copy of a driver that refuses kicks while no XDP program is attached. */
class ZeroCopyCheckTest {

  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int ENETDOWN = 100;

  private final VirtualKernel model = VirtualKernel.builder().queues(2).build();
  private final ZeroCopyKernel kernel = new ZeroCopyKernel(VirtualKernels.of(model));
  private final List<String> events = kernel.events;
  private final Shares<SharedPrograms.Device, CloseStack.Closer> programs = new Shares<>();

  @BeforeEach
  void refuseKicksWithoutProgram() {
    kernel.refusal = EINVAL;
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "ZERO_COPY"})
  void shouldAttachAProgramWhereTheDriverWantsOneAndBindBehindIt(XskMode mode) {
    try (TxPort port = open(mode, this::attach)) {
      assertThat(port.mode()).isEqualTo(XskMode.ZERO_COPY);
      assertThat(port.describe()).contains("xdpProgram=passes all");
      assertThat(events)
          .containsExactly("open zero-copy", "close zero-copy", "attach", "open zero-copy");
    }
    assertThat(events.subList(4, 6))
        .as("the socket first")
        .containsExactly("close zero-copy", "detach");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, EINVAL, ENETDOWN})
  void shouldKnowWhatDriversAnswerWithoutAProgram(int errno) {
    kernel.refusal = errno;

    open(XskMode.ZERO_COPY, this::attach).close();

    assertThat(events).contains("attach");
  }

  @Test
  void shouldLeaveTheInterfaceAloneWhereTheDriverWantsNone() {
    kernel.refusal = 0;

    open(XskMode.ZERO_COPY, this::attach).close();

    assertThat(events).containsExactly("open zero-copy", "close zero-copy");
  }

  @Test
  void shouldNotTakeAnInterfaceThatIsDownForADriverThatWantsAProgram() {
    kernel.refusal = ENETDOWN;
    model.setInterfaceUp(false);

    open(XskMode.ZERO_COPY, this::attach).close();

    assertThat(events).containsExactly("open zero-copy", "close zero-copy");
  }

  @Test
  void shouldGoOverToCopyModeUnderAutoWhereNoProgramCanBeAttached() {
    try (TxPort port = open(XskMode.AUTO, ZeroCopyCheckTest::refuse)) {
      assertThat(port.mode()).isEqualTo(XskMode.COPY);
      assertThat(events).containsExactly("open zero-copy", "close zero-copy", "open copy");
    }
  }

  @Test
  void shouldFailInModeZeroCopyWithBothReasonsAndLeaveNothingOpen() {
    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> open(XskMode.ZERO_COPY, ZeroCopyCheckTest::refuse));

    assertThat(failure.operation()).isEqualTo("sendto(AF_XDP)");
    assertThat(failure.errno()).isEqualTo(EINVAL);
    assertThat(failure.getSuppressed()[0]).hasMessageContaining("EPERM");
    assertThat(events).containsExactly("open zero-copy", "close zero-copy");
  }

  @Test
  void shouldDetachTheProgramWhereTheDriverRefusesAllTheSame() {
    XskException failure =
        catchThrowableOfType(
            XskException.class,
            () ->
                open(
                    XskMode.ZERO_COPY,
                    name -> {
                      CloseStack.Closer program = attach(name);
                      kernel.refusal = EINVAL;
                      return program;
                    }));

    assertThat(failure.errno()).isEqualTo(EINVAL);
    assertThat(events)
        .containsExactly(
            "open zero-copy",
            "close zero-copy",
            "attach",
            "open zero-copy",
            "close zero-copy",
            "detach");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "ZERO_COPY"})
  void shouldKeepTheProgramUntilTheLastPortOfTheDeviceIsClosed(XskMode mode) {
    TxPort first = open(mode, 0, shared());
    TxPort second = open(mode, 1, shared());
    assertThat(second.describe()).contains("xdpProgram=passes all");

    first.close();
    assertThat(events).doesNotContain("detach");
    second.close();

    assertThat(events.stream().filter("attach"::equals)).hasSize(1);
    assertThat(events).endsWith("close zero-copy", "detach");
  }

  @Test
  void shouldAttachAnewBehindTheLastPort() {
    open(XskMode.AUTO, 0, shared()).close();

    open(XskMode.AUTO, 0, shared()).close();

    assertThat(events.stream().filter("attach"::equals)).hasSize(2);
    assertThat(events.stream().filter("detach"::equals)).hasSize(2);
  }

  @Test
  void shouldNotHoldTheProgramInCopyMode() {
    TxPort first = open(XskMode.ZERO_COPY, 0, shared());
    try (TxPort copy = open(XskMode.COPY, 1, shared())) {
      first.close();

      assertThat(copy.describe()).doesNotContain("xdpProgram");
      assertThat(events).endsWith("detach");
    }
  }

  @Test
  void shouldLetGoOfTheProgramWhereTheSecondPortCannotBeOpened() {
    TxPort first = open(XskMode.ZERO_COPY, 0, shared());
    catchThrowableOfType(XskException.class, () -> open(XskMode.ZERO_COPY, 0, shared()));

    first.close();

    assertThat(events).endsWith("close zero-copy", "detach");
  }

  private SharedPrograms shared() {
    return new SharedPrograms(programs, new SharedPrograms.Device("net:[1]", 7), this::attach);
  }

  private TxPort open(XskMode mode, ZeroCopyCheck.Programs programs) {
    return open(mode, 0, programs);
  }

  private TxPort open(XskMode mode, int queue, ZeroCopyCheck.Programs programs) {
    XskConfig config =
        XskConfig.builder("virt0").mode(mode).queue(queue).bindTimeout(Duration.ZERO).build();
    return new PortOpener(kernel, config, programs).open();
  }

  private CloseStack.Closer attach(String interfaceName) {
    int without = kernel.refusal;
    events.add("attach");
    kernel.refusal = 0;
    return () -> {
      events.add("detach");
      kernel.refusal = without;
    };
  }

  private static CloseStack.Closer refuse(String interfaceName) {
    throw new XskException("bpf(BPF_PROG_LOAD)", EPERM, "EPERM", interfaceName, "none", null);
  }
}
