package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What a network namespace is known by, where the kernel says it and where it does not. */
class NetworkNamespaceTest {

  private static final int ENOPROTOOPT = 92;
  private static final int EMFILE = 24;

  private int open;

  @Test
  void shouldBeKnownByTheCookieOfASocket() {
    assertThat(NetworkNamespace.ofThread(calls(3, 0))).isEqualTo("cookie 4711");
    assertThat(open).as("sockets left open").isZero();
  }

  @Test
  void shouldBeKnownByItsInodeWhereTheKernelHasNoCookies() {
    assertThat(NetworkNamespace.ofThread(calls(3, -ENOPROTOOPT))).matches("net:\\[\\d+]");
    assertThat(open).as("sockets left open").isZero();
  }

  @Test
  void shouldBeTakenForTheSameWhereOneIsNotKnownOrBothAreEqual() {
    assertThat(NetworkNamespace.areDifferent("cookie 1", "cookie 2")).isTrue();
    assertThat(NetworkNamespace.areDifferent("cookie 1", "cookie 1")).isFalse();
    assertThat(NetworkNamespace.areDifferent("cookie 1", NetworkNamespace.UNKNOWN)).isFalse();
    assertThat(NetworkNamespace.areDifferent(NetworkNamespace.UNKNOWN, "cookie 1")).isFalse();
  }

  @Test
  void shouldNotBeKnownWhereNoSocketCanBeOpened() {
    assertThat(NetworkNamespace.ofThread(calls(-EMFILE, 0)))
        .as("another text than that of the cookie would be taken for another namespace")
        .isEqualTo(NetworkNamespace.UNKNOWN);
  }

  private LinuxCalls calls(int socket, int getsockopt) {
    return (LinuxCalls)
        Proxy.newProxyInstance(
            LinuxCalls.class.getClassLoader(),
            new Class<?>[] {LinuxCalls.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "socket" -> {
                    open += socket >= 0 ? 1 : 0;
                    yield socket;
                  }
                  case "close" -> {
                    open--;
                    yield 0;
                  }
                  case "getsockopt" -> {
                    assertThat(arguments[1]).as("SOL_SOCKET").isEqualTo(1);
                    assertThat(arguments[2]).as("SO_NETNS_COOKIE").isEqualTo(71);
                    ((MemorySegment) arguments[3]).set(ValueLayout.JAVA_LONG, 0, 4_711);
                    yield getsockopt;
                  }
                  default -> throw new AssertionError(method.getName());
                });
  }
}
