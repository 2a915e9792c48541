package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.SocketPlan.Binding;

class LinuxKernelTest {

  private static final int WINDOW = 64;

  /** There is another way. */
  private static final Set<String> MAY_FAIL =
      Set.of(
          "socket(AF_INET)",
          "setsockopt(SO_SNDBUFFORCE)",
          "socket(AF_NETLINK)",
          "setsockopt(NETLINK_EXT_ACK)",
          "setsockopt(NETLINK_CAP_ACK)",
          "setsockopt(NETLINK_GET_STRICT_CHK)",
          "send",
          "close");

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @Test
  void shouldCallInTheOrderThatTheKernelWants() {
    open(plan(Binding.COPY, WINDOW));

    assertThat(calls.names)
        .containsExactly(
            "socket(AF_INET)",
            "ioctl(SIOCGIFINDEX)",
            "ioctl(SIOCGIFNAME)",
            "ioctl(SIOCGIFHWADDR)",
            "ioctl(SIOCGIFNAME)",
            "socket(AF_XDP)",
            "mmap(UMEM)",
            "setsockopt(XDP_UMEM_REG)",
            "setsockopt(XDP_UMEM_FILL_RING)",
            "setsockopt(XDP_UMEM_COMPLETION_RING)",
            "setsockopt(XDP_TX_RING)",
            "getsockopt(XDP_MMAP_OFFSETS)",
            "mmap(TX)",
            "mmap(completion)",
            "setsockopt(SO_SNDBUFFORCE)",
            "getsockopt(SO_SNDBUF)",
            "setsockopt(XDP_MAX_TX_SKB_BUDGET)",
            "bind",
            "socket(AF_NETLINK)",
            "setsockopt(NETLINK_EXT_ACK)",
            "setsockopt(NETLINK_CAP_ACK)",
            "setsockopt(NETLINK_GET_STRICT_CHK)",
            "send",
            "close",
            "getsockopt(XDP_OPTIONS)",
            "ioctl(SIOCGIFNAME)",
            "ioctl(SIOCGIFMTU)",
            "ioctl(SIOCGIFNAME)");
  }

  @ParameterizedTest(name = "{0} answers {1}")
  @CsvSource({
    "ioctl(SIOCGIFHWADDR), 19, ENODEV, ioctl(interface)",
    "ioctl(SIOCGIFINDEX), 19, ENODEV, ioctl(SIOCGIFINDEX)",
    "socket(AF_XDP), 1, EPERM, socket(AF_XDP)",
    "mmap(UMEM), 12, ENOMEM, mmap(UMEM)",
    "setsockopt(XDP_UMEM_REG), 105, ENOBUFS, setsockopt(XDP_UMEM_REG)",
    "setsockopt(XDP_UMEM_FILL_RING), 12, ENOMEM, setsockopt(ring size)",
    "setsockopt(XDP_UMEM_COMPLETION_RING), 22, EINVAL, setsockopt(ring size)",
    "setsockopt(XDP_TX_RING), 92, ENOPROTOOPT, setsockopt(ring size)",
    "getsockopt(XDP_MMAP_OFFSETS), 95, EOPNOTSUPP, getsockopt(XDP_MMAP_OFFSETS)",
    "mmap(TX), 22, EINVAL, mmap(ring)",
    "mmap(completion), 12, ENOMEM, mmap(ring)",
    "setsockopt(SO_SNDBUF), 22, EINVAL, setsockopt(SO_SNDBUF)",
    "getsockopt(SO_SNDBUF), 1, EPERM, getsockopt(SO_SNDBUF)",
    "setsockopt(XDP_MAX_TX_SKB_BUDGET), 13, EACCES, setsockopt(XDP_MAX_TX_SKB_BUDGET)",
    "bind, 16, EBUSY, bind(AF_XDP)",
    "getsockopt(XDP_OPTIONS), 95, EOPNOTSUPP, getsockopt(XDP_OPTIONS)",
    "ioctl(SIOCGIFMTU), 19, ENODEV, ioctl(interface)"
  })
  void shouldCloseWhatIsOpenAndSayWhichCallFailed(
      String name, int errno, String symbol, String operation) {
    calls.refuse("setsockopt(SO_SNDBUFFORCE)", Errno.EPERM).refuse(name, errno);

    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> new LinuxKernel(calls).open(plan(Binding.COPY, WINDOW)));

    assertThat(failure.operation()).isEqualTo(operation);
    assertThat(failure.errno()).isEqualTo(errno);
    assertThat(failure.reason()).isEqualTo(symbol);
    assertThat(calls.open).as("left open").isEmpty();
    assertThat(afterFirst(name)).as("calls after it").isSubsetOf("close", "munmap");
  }

  @Test
  void shouldLeaveNothingOpenWhicheverCallFails() {
    open(plan(Binding.COPY, WINDOW));
    Set<String> every = new LinkedHashSet<>(calls.names);
    every.removeAll(MAY_FAIL);

    for (String name : every) {
      FakeLinuxCalls refusing = new FakeLinuxCalls().refuse(name, Errno.ENOMEM);
      assertThatExceptionOfType(XskException.class)
          .as(name)
          .isThrownBy(() -> new LinuxKernel(refusing).open(plan(Binding.COPY, WINDOW)));
      assertThat(refusing.open).as("left open after %s", name).isEmpty();
    }
  }

  @Test
  void shouldNameTheInterfaceWhicheverCallFailsAndTheQueueWithEachOfTheSocket() {
    calls.refuse("setsockopt(SO_SNDBUFFORCE)", Errno.EPERM);
    open(plan(Binding.COPY, WINDOW));
    Set<String> every = new LinkedHashSet<>(calls.names);
    every.removeAll(MAY_FAIL);

    for (String name : every) {
      FakeLinuxCalls refusing =
          new FakeLinuxCalls()
              .refuse("setsockopt(SO_SNDBUFFORCE)", Errno.EPERM)
              .refuse(name, Errno.EPERM);
      boolean ofDevice = name.startsWith("ioctl");
      assertThatExceptionOfType(XskException.class)
          .as(name)
          .isThrownBy(() -> new LinuxKernel(refusing).open(plan(Binding.COPY, WINDOW)))
          .withMessageContaining(ofDevice ? "interface=eth9" : "interface=eth9, queue=3");
    }
  }

  @Test
  void shouldCloseEverythingTheLastOpenedFirst() {
    XskSocket socket = open(plan(Binding.COPY, WINDOW));
    calls.names.clear();

    socket.close();

    // the fake refuses any other order
    assertThat(calls.open).isEmpty();
    assertThat(calls.names).containsExactly("munmap", "munmap", "munmap", "close", "close");
  }

  @Test
  void shouldCloseOnceWhenClosedTwice() {
    XskSocket socket = open(plan(Binding.COPY, WINDOW));
    socket.close();
    calls.names.clear();

    socket.close();

    assertThat(calls.names).isEmpty();
  }

  @Test
  void shouldMakeFramesInaccessibleByClosing() {
    XskSocket socket = open(plan(Binding.COPY, WINDOW));
    MemorySegment frame = socket.umem().asSlice(2_048, 1_514);

    socket.close();

    assertThatIllegalStateException().isThrownBy(() -> frame.set(JAVA_BYTE, 0, (byte) 1));
  }

  @Test
  void shouldRefuseTheShortAnswerOfAKernelWithoutRingFlags() {
    calls.options.mmapOffsetsLength = 96;

    XskException failure =
        catchThrowableOfType(
            XskException.class, () -> new LinuxKernel(calls).open(plan(Binding.COPY, WINDOW)));

    assertThat(failure)
        .hasMessageStartingWith("getsockopt(XDP_MMAP_OFFSETS) failed: EOPNOTSUPP (95)")
        .hasMessageContaining("lengthBytes=96");
    assertThat(calls.open).isEmpty();
  }

  @Test
  void shouldRegisterTheMappedUmemWithoutHeadroomFlagsOrMetadata() {
    open(plan(Binding.COPY, WINDOW));

    MemorySegment registration = calls.structs.get("setsockopt(XDP_UMEM_REG)");
    assertThat(registration.byteSize()).isEqualTo(32);
    assertThat(registration.get(JAVA_LONG, 0)).isEqualTo(calls.memory.get("mmap(UMEM)").address());
    assertThat(registration.get(JAVA_LONG, 8)).isEqualTo(100 * 2_048L);
    assertThat(registration.get(JAVA_INT, 16)).isEqualTo(2_048);
    assertThat(registration.asSlice(20).toArray(JAVA_INT)).containsOnly(0);
  }

  @Test
  void shouldSizeTheCompletionRingSoThatEveryFrameFitsIn() {
    open(plan(Binding.COPY, WINDOW));

    assertThat(calls.values)
        .containsEntry("setsockopt(XDP_TX_RING)", 64)
        .containsEntry("setsockopt(XDP_UMEM_COMPLETION_RING)", 128) // 100 frames, a power of two
        .containsEntry("setsockopt(XDP_UMEM_FILL_RING)", 2);
  }

  @Test
  void shouldMapExactlyTheDescriptorsBehindTheirOffset() {
    open(plan(Binding.COPY, WINDOW));

    assertThat(calls.mappings)
        .containsEntry("mmap(UMEM)", "length=204800, protection=3, flags=0x8022")
        .containsEntry("mmap(TX)", "length=1352, protection=3, flags=0x8001") // 328 + 64 * 16
        .containsEntry(
            "mmap(completion)", "length=1360, protection=3, flags=0x8001"); // 336 + 128 * 8
  }

  @Test
  void shouldFindTheFieldsOfEachRingWhereTheKernelSaysTheyAre() {
    XskSocket socket = open(plan(Binding.COPY, WINDOW));

    RingMemory tx = socket.txRing();
    assertThat(tx.memory().address()).isEqualTo(calls.memory.get("mmap(TX)").address());
    assertThat(tx).isEqualTo(new RingMemory(tx.memory(), 8, 136, 204, 328, 64));
    RingMemory completion = socket.completionRing();
    assertThat(completion.memory().address())
        .isEqualTo(calls.memory.get("mmap(completion)").address());
    assertThat(completion).isEqualTo(new RingMemory(completion.memory(), 16, 144, 212, 336, 128));
  }

  @ParameterizedTest
  @CsvSource({"AUTO, 8", "COPY, 10", "ZERO_COPY, 12"})
  void shouldBindToTheInterfaceInTheWantedModeAndUseNeedWakeup(Binding binding, short flags) {
    open(plan(binding, WINDOW));

    MemorySegment address = calls.structs.get("bind");
    assertThat(address.byteSize()).isEqualTo(16);
    assertThat(address.get(JAVA_SHORT, 0)).as("family").isEqualTo((short) 44);
    assertThat(address.get(JAVA_SHORT, 2)).as("flags").isEqualTo(flags);
    assertThat(address.get(JAVA_INT, 4)).as("ifindex").isEqualTo(FakeLinuxCalls.INTERFACE_INDEX);
    assertThat(address.get(JAVA_INT, 8)).as("queue").isEqualTo(3);
    assertThat(address.get(JAVA_INT, 12)).as("shared UMEM").isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, false", "3, true"})
  void shouldReportTheModeThatTheKernelGranted(int grantedOptions, boolean zeroCopy) {
    calls.options.granted = grantedOptions;

    assertThat(open(plan(Binding.AUTO, WINDOW)).isZeroCopy()).isEqualTo(zeroCopy);
  }

  @Test
  void shouldAskForASendBufferThatHoldsTheWholeRing() {
    open(plan(Binding.COPY, WINDOW));

    // the kernel doubles what it is given
    assertThat(calls.values.get("setsockopt(SO_SNDBUFFORCE)")).isEqualTo(64 * (2_048 + 1_024) / 2);
    assertThat(calls.names).doesNotContain("setsockopt(SO_SNDBUF)");
  }

  @Test
  void shouldAskForTheCappedSendBufferWhenItMayNotForceIt() {
    calls.refuse("setsockopt(SO_SNDBUFFORCE)", Errno.EPERM);

    open(plan(Binding.COPY, WINDOW));

    assertThat(calls.values.get("setsockopt(SO_SNDBUF)")).isEqualTo(64 * (2_048 + 1_024) / 2);
  }

  private XskSocket open(SocketPlan plan) {
    return new LinuxKernel(calls).open(plan);
  }

  private static SocketPlan plan(Binding binding, int window) {
    return SocketPlans.of("eth9", 3, binding, 100, 2_048, 64, window, window);
  }

  private List<String> afterFirst(String name) {
    return calls.names.subList(calls.names.indexOf(name) + 1, calls.names.size());
  }
}
