package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.xsk.internal.linux.LinuxCalls;

/** Over a kernel that has program 7 and links 2 and 5. All numbers are those of linux/bpf.h. */
class LoadedProgramTest {

  private static final int PROGRAM = 7;
  private static final int PROGRAM_FD = 100;
  private static final int ENOENT = 2;
  private static final int EPERM = 1;

  private final List<Integer> open = new ArrayList<>();
  private int linkedProgram = PROGRAM;
  private boolean privileged = true;

  @Test
  void shouldFindNameOwnerAndTheLinkOfXdpThatHoldsIt() {
    assertThat(LoadedProgram.find(calls(), PROGRAM))
        .isEqualTo(new LoadedProgram("xsk_pass", 1_000, 5));
    assertThat(open).as("left open").isEmpty();
  }

  @Test
  void shouldSayThatNoLinkHoldsItWhereTheLinksAreOfOthers() {
    linkedProgram = 8;

    assertThat(LoadedProgram.find(calls(), PROGRAM))
        .isEqualTo(new LoadedProgram("xsk_pass", 1_000, 0));
  }

  @Test
  void shouldKnowNothingWithoutThePrivilege() {
    privileged = false;

    assertThat(LoadedProgram.find(calls(), PROGRAM)).isNull();
  }

  private LinuxCalls calls() {
    return (LinuxCalls)
        Proxy.newProxyInstance(
            LinuxCalls.class.getClassLoader(),
            new Class<?>[] {LinuxCalls.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "bpf" -> bpf((int) arguments[0], (MemorySegment) arguments[1]);
                  case "close" -> open.remove(arguments[0]) ? 0 : -1;
                  default -> throw new AssertionError(method.getName());
                });
  }

  private int bpf(int command, MemorySegment attr) {
    if (!privileged) {
      return -EPERM;
    }
    return switch (command) {
      case 13 -> attr.get(JAVA_INT, 0) == PROGRAM ? opened(PROGRAM_FD) : -ENOENT;
      case 30 -> opened(attr.get(JAVA_INT, 0));
      case 31 -> nextLink(attr);
      case 15 -> describe(attr.get(JAVA_INT, 0), info(attr));
      default -> throw new AssertionError("command " + command);
    };
  }

  private int opened(int fd) {
    open.add(fd);
    return fd;
  }

  private static int nextLink(MemorySegment attr) {
    int start = attr.get(JAVA_INT, 0);
    attr.set(JAVA_INT, 4, start < 2 ? 2 : 5);
    return start < 5 ? 0 : -ENOENT;
  }

  @SuppressWarnings("restricted") // as long as the attribute says
  private static MemorySegment info(MemorySegment attr) {
    return attr.get(ADDRESS, 8).reinterpret(attr.get(JAVA_INT, 4));
  }

  private int describe(int fd, MemorySegment info) {
    if (fd == PROGRAM_FD) {
      info.set(JAVA_INT, 48, 1_000);
      info.setString(64, "xsk_pass");
    } else {
      info.set(JAVA_INT, 0, fd == 5 ? 6 : 2); // BPF_LINK_TYPE_XDP; TRACING
      info.set(JAVA_INT, 8, fd == 5 ? linkedProgram : PROGRAM);
    }
    return 0;
  }
}
