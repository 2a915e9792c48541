package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds the interface of a sender is closed whole, also if a close throws. */
class InterfaceHoldTest {

  private static final int FIRST_FD = 100;

  private final FakeLinuxCalls kernel = new FakeLinuxCalls();
  private final Set<Integer> open = new TreeSet<>();
  private int sockets;
  private int closes;
  private int failingSocket = -1;
  private int failingClose = -1;

  /** The calls of the fake, but sockets that are counted, and memory that runs out at one. */
  private LinuxCalls calls() {
    return (LinuxCalls)
        Proxy.newProxyInstance(
            LinuxCalls.class.getClassLoader(),
            new Class<?>[] {LinuxCalls.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "socket" -> {
                  return socket();
                }
                case "close" -> {
                  return close((int) arguments[0]);
                }
                case "bind", "getsockname" -> {
                  return 0;
                }
                default -> {
                  try {
                    return method.invoke(kernel, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }
              }
            });
  }

  private int socket() {
    if (sockets++ == failingSocket) {
      throw new OutOfMemoryError("injected at socket " + (sockets - 1));
    }
    open.add(FIRST_FD + sockets);
    return FIRST_FD + sockets;
  }

  private int close(int fd) {
    assertThat(open.remove(fd)).as("descriptor %d was open", fd).isTrue();
    if (closes++ == failingClose) {
      throw new OutOfMemoryError("injected after close " + (closes - 1));
    }
    return 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldCloseBothSocketsOnceIfTheCloseOfOneThrows(int failing) {
    InterfaceHold hold = InterfaceHold.find(calls(), "eth9");
    assertThat(open).as("the proof and netlink").hasSize(2);
    failingClose = closes + failing;

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(hold::close);
    hold.close();

    assertThat(open).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldLeaveNothingOpenIfASocketOfItsOpeningThrows(int failing) {
    failingSocket = failing;

    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> InterfaceHold.find(calls(), "eth9"));

    assertThat(open).isEmpty();
  }

  @Test
  void shouldOpenAsManySocketsAsAreInjected() {
    InterfaceHold.find(calls(), "eth9").close();

    assertThat(sockets).isEqualTo(3);
    assertThat(open).isEmpty();
  }
}
