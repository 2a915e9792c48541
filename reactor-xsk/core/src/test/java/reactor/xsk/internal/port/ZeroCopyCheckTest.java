package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.virtual.VirtualKernel;

/**
 * Zero-copy of a driver that refuses kicks while no XDP program is attached. The sockets are those
 * of the model, which say that they are zero-copy and whose kick is the driver's.
 */
class ZeroCopyCheckTest {

  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int ENETDOWN = 100;

  private final VirtualKernel model = VirtualKernel.builder().build();
  private final XskKernel sockets = VirtualKernels.of(model);
  private final List<String> events = new ArrayList<>();

  /** What the driver answers to a kick without a program; 0 if it wants none. */
  private int errnoWithoutProgram = EINVAL;

  private boolean attached;

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "ZERO_COPY"})
  void shouldAttachAProgramWhereTheDriverWantsOneAndBindBehindIt(XskMode mode) {
    try (TxPort port = open(mode, this::attach)) {
      assertThat(port.mode()).isEqualTo(XskMode.ZERO_COPY);
      assertThat(port.describe()).contains("xdpProgram=passes all");
      assertThat(events).containsExactly("bind", "close", "attach", "bind");
    }
    assertThat(events.subList(4, 6)).as("the socket first").containsExactly("close", "detach");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, EINVAL, ENETDOWN})
  void shouldKnowWhatDriversAnswerWithoutAProgram(int errno) {
    errnoWithoutProgram = errno;

    open(XskMode.ZERO_COPY, this::attach).close();

    assertThat(events).contains("attach");
  }

  @Test
  void shouldLeaveTheInterfaceAloneWhereTheDriverWantsNone() {
    errnoWithoutProgram = 0;

    open(XskMode.ZERO_COPY, this::attach).close();

    assertThat(events).containsExactly("bind", "close");
  }

  @Test
  void shouldNotTakeAnInterfaceThatIsDownForADriverThatWantsAProgram() {
    errnoWithoutProgram = ENETDOWN;
    model.setInterfaceUp(false);

    open(XskMode.ZERO_COPY, this::attach).close();

    assertThat(events).containsExactly("bind", "close");
  }

  @Test
  void shouldGoOverToCopyModeUnderAutoWhereNoProgramCanBeAttached() {
    try (TxPort port = open(XskMode.AUTO, ZeroCopyCheckTest::refuse)) {
      assertThat(port.mode()).isEqualTo(XskMode.COPY);
      assertThat(events).containsExactly("bind", "close", "bind COPY");
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
    assertThat(events).containsExactly("bind", "close");
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
                      attached = false;
                      return program;
                    }));

    assertThat(failure.errno()).isEqualTo(EINVAL);
    assertThat(events).containsExactly("bind", "close", "attach", "bind", "close", "detach");
  }

  private TxPort open(XskMode mode, ZeroCopyCheck.Programs programs) {
    XskConfig config = XskConfig.builder("virt0").mode(mode).build();
    return new PortOpener(new ZeroCopyKernel(), config, programs).open();
  }

  private CloseStack.Closer attach(String interfaceName) {
    events.add("attach");
    attached = true;
    return () -> {
      events.add("detach");
      attached = false;
    };
  }

  private static CloseStack.Closer refuse(String interfaceName) {
    throw new XskException("bpf(BPF_PROG_LOAD)", EPERM, "EPERM", interfaceName, "none", null);
  }

  private final class ZeroCopyKernel implements XskKernel {

    @Override
    public XskSocket open(SocketPlan plan) {
      boolean zeroCopy = plan.binding() != SocketPlan.Binding.COPY;
      XskSocket socket = sockets.open(plan);
      events.add(zeroCopy ? "bind" : "bind COPY");
      return (XskSocket)
          Proxy.newProxyInstance(
              XskSocket.class.getClassLoader(),
              new Class<?>[] {XskSocket.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "isZeroCopy" -> zeroCopy;
                    case "kick" -> attached ? 0 : -errnoWithoutProgram;
                    case "close" -> {
                      events.add("close");
                      yield invoke(socket, method, arguments);
                    }
                    default -> invoke(socket, method, arguments);
                  });
    }

    private Object invoke(XskSocket socket, java.lang.reflect.Method method, Object[] arguments)
        throws Throwable {
      try {
        return method.invoke(socket, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public XskDeviceCounters deviceCounters(String interfaceName) {
      return sockets.deviceCounters(interfaceName);
    }
  }
}
