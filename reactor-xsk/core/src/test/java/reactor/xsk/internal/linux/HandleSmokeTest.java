package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Every handle once, because nothing checks a handle's arguments before it is invoked: with
 * arguments that the kernel refuses, whose errno must arrive, and with harmless ones that it takes,
 * so that each argument is seen to arrive in its place.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the calls are Linux's")
class HandleSmokeTest {

  private static final int EPERM = 1;
  private static final int EBADF = 9;
  private static final int EINVAL = 22;
  private static final int EDESTADDRREQ = 89;
  private static final int EAFNOSUPPORT = 97;
  private static final int NO_FD = -1;

  private final FfmLinuxCalls calls = new FfmLinuxCalls();
  private final Arena arena = Arena.ofConfined();
  private int fd = NO_FD;

  @AfterEach
  void close() {
    if (fd != NO_FD) {
      calls.close(fd);
    }
    arena.close();
  }

  @Test
  void shouldAnswerTheErrnoOfSocket() {
    assertThat(calls.socket(127, IfXdp.SOCK_DGRAM, 0)).isEqualTo(-EAFNOSUPPORT);
  }

  @Test
  void shouldAnswerTheErrnoOfClose() {
    assertThat(calls.close(NO_FD)).isEqualTo(-EBADF);
  }

  @Test
  void shouldAnswerTheErrnoOfSetsockopt() {
    assertThat(calls.setsockopt(NO_FD, 1, 7, arena.allocate(4, 4))).isEqualTo(-EBADF);
  }

  @Test
  void shouldAnswerTheErrnoOfGetsockopt() {
    assertThat(calls.getsockopt(NO_FD, 1, 7, arena.allocate(4, 4))).isEqualTo(-EBADF);
  }

  @Test
  void shouldAnswerTheErrnoOfBind() {
    assertThat(calls.bind(NO_FD, arena.allocate(16, 4))).isEqualTo(-EBADF);
  }

  @Test
  void shouldAnswerTheErrnoOfMmap() {
    int anonymous = IfXdp.MAP_PRIVATE | IfXdp.MAP_ANONYMOUS;

    assertThat(calls.mmap(0, IfXdp.PROT_READ_WRITE, anonymous, NO_FD, 0)).isEqualTo(-EINVAL);
  }

  @Test
  void shouldAnswerTheErrnoOfMunmap() {
    assertThat(calls.munmap(1, 4_096)).isEqualTo(-EINVAL);
  }

  @Test
  void shouldAnswerTheErrnoOfSendto() {
    assertThat(calls.kick(NO_FD)).isEqualTo(-EBADF);
  }

  @Test
  void shouldAnswerTheErrnoOfIoctl() {
    assertThat(calls.ioctl(NO_FD, Ifreq.SIOCGIFINDEX, Ifreq.of(arena, "lo"))).isEqualTo(-EBADF);
  }

  @Test
  void shouldAnswerTheFileDescriptorOfSocket() {
    fd = udpSocket();

    assertThat(fd).isPositive();
  }

  @Test
  void shouldCloseTheSocketThatItOpened() {
    assertThat(calls.close(udpSocket())).isZero();
  }

  @Test
  void shouldReadBackTheOptionThatItSet() {
    fd = udpSocket();
    MemorySegment value = arena.allocateFrom(JAVA_INT, 20_000);

    assertThat(calls.setsockopt(fd, IfXdp.SOL_SOCKET, IfXdp.SO_SNDBUF, value)).isZero();
    MemorySegment answer = arena.allocate(4, 4);
    int length = calls.getsockopt(fd, IfXdp.SOL_SOCKET, IfXdp.SO_SNDBUF, answer);

    assertThat(length).isEqualTo(4);
    assertThat(answer.get(JAVA_INT, 0)).as("the kernel doubles it").isEqualTo(40_000);
  }

  @Test
  void shouldAnswerTheLengthThatTheKernelWroteAndNotTheOneThatItWasGiven() {
    fd = udpSocket();

    assertThat(calls.getsockopt(fd, IfXdp.SOL_SOCKET, IfXdp.SO_SNDBUF, arena.allocate(64, 8)))
        .isEqualTo(4);
  }

  @Test
  void shouldBindToTheAddressThatItWasGiven() {
    fd = udpSocket();
    MemorySegment loopback = arena.allocate(16, 4); // struct sockaddr_in, port 0
    loopback.set(JAVA_SHORT, 0, (short) IfXdp.AF_INET);
    MemorySegment shorter = loopback.asSlice(0, 4);

    assertThat(calls.bind(fd, shorter)).isEqualTo(-EINVAL);
    assertThat(calls.bind(fd, loopback)).isZero();
  }

  @Test
  void shouldMapZeroedMemoryThatCanBeWritten() {
    int anonymous = IfXdp.MAP_PRIVATE | IfXdp.MAP_ANONYMOUS;
    long address = calls.mmap(8_192, IfXdp.PROT_READ_WRITE, anonymous, NO_FD, 0);
    assertThat(address).isPositive();
    MemorySegment memory = at(address, 8_192);

    assertThat(memory.get(JAVA_LONG, 8_184)).isZero();
    memory.set(JAVA_LONG, 8_184, 42);
    assertThat(memory.get(JAVA_LONG, 8_184)).isEqualTo(42);

    assertThat(calls.munmap(address, 8_192)).isZero();
  }

  @Test
  void shouldAskAnInterfaceForItsIndex() throws IOException {
    fd = udpSocket();
    MemorySegment request = Ifreq.of(arena, "lo");

    assertThat(calls.ioctl(fd, Ifreq.SIOCGIFINDEX, request)).isZero();

    String known = Files.readString(Path.of("/sys/class/net/lo/ifindex")).strip();
    assertThat(Ifreq.intValue(request)).isEqualTo(Integer.parseInt(known));
  }

  @Test
  void shouldAnswerTheErrnoOfTheCallsOfNetlink() {
    MemorySegment memory = arena.allocate(16, 4);

    assertThat(calls.getsockname(NO_FD, memory)).isEqualTo(-EBADF);
    assertThat(calls.send(NO_FD, memory)).isEqualTo(-EBADF);
    assertThat(calls.receive(NO_FD, memory)).isEqualTo(-EBADF);
  }

  @Test
  void shouldSendReceiveAndWaitForDatagrams() {
    fd = udpSocket();
    MemorySegment loopback = arena.allocate(16, 4); // struct sockaddr_in, any port
    loopback.set(JAVA_SHORT, 0, (short) IfXdp.AF_INET);
    loopback.set(JAVA_INT, 4, Integer.reverseBytes(0x7F00_0001));
    assertThat(calls.bind(fd, loopback)).isZero();
    MemorySegment own = arena.allocate(16, 4);
    assertThat(calls.getsockname(fd, own)).isEqualTo(16);
    assertThat(own.get(JAVA_SHORT, 2)).as("the port").isNotZero();
    MemorySegment into = arena.allocate(4, 4);

    assertThat(calls.poll(fd, 0)).isZero();
    assertThat(calls.receive(fd, into)).isEqualTo(-Errno.EAGAIN);
    assertThat(calls.send(fd, arena.allocate(8))).isEqualTo(-EDESTADDRREQ);
  }

  @Test
  void shouldAnswerTheEventsThatPollSaw() {
    assertThat(calls.poll(1_000_000, 0)).as("POLLNVAL").isEqualTo(0x20);
  }

  @Test
  void shouldSendNothingToNobodyByAKick() {
    fd = udpSocket();

    assertThat(calls.kick(fd)).isEqualTo(-EDESTADDRREQ);
  }

  @Test
  void shouldAnswerAnErrnoAfterAnotherCallHasSucceeded() {
    fd = udpSocket();
    assertThat(calls.close(NO_FD)).isEqualTo(-EBADF);
    assertThat(calls.munmap(1, 4_096)).isEqualTo(-EINVAL);

    assertThat(calls.getsockopt(fd, 1, 7, arena.allocate(4, 4))).isEqualTo(4);
    assertThat(calls.close(NO_FD)).isEqualTo(-EBADF);
  }

  @SuppressWarnings("restricted") // the kernel has just mapped exactly this memory
  private static MemorySegment at(long address, long lengthBytes) {
    return MemorySegment.ofAddress(address).reinterpret(lengthBytes);
  }

  private int udpSocket() {
    return calls.socket(IfXdp.AF_INET, IfXdp.SOCK_DGRAM | IfXdp.SOCK_CLOEXEC, 0);
  }

  @Test
  void shouldPassEveryArgumentOfMbind() {
    long bytes = 8_192;
    long address = calls.mmap(bytes, 3, IfXdp.MAP_PRIVATE | IfXdp.MAP_ANONYMOUS, NO_FD, 0);
    MemorySegment firstNode = arena.allocate(128, 8);
    firstNode.set(JAVA_LONG, 0, 1);
    MemorySegment absentNode = arena.allocate(128, 8);
    absentNode.set(JAVA_LONG, 120, 1);
    try {
      int result = calls.mbind(address, bytes, IfXdp.MPOL_PREFERRED, firstNode);
      assumeThat(result)
          .as("a seccomp filter may refuse it, or the kernel have no NUMA")
          .isNotIn(-EPERM, -Errno.ENOSYS);
      assertThat(result).isZero();
      assertThat(calls.mbind(address, bytes, IfXdp.MPOL_PREFERRED, absentNode)).isEqualTo(-EINVAL);
      assertThat(calls.mbind(address + 1, bytes, IfXdp.MPOL_PREFERRED, firstNode))
          .isEqualTo(-EINVAL);
      assertThat(calls.mbind(address, bytes, 99, firstNode)).isEqualTo(-EINVAL);
    } finally {
      calls.munmap(address, bytes);
    }
  }
}
