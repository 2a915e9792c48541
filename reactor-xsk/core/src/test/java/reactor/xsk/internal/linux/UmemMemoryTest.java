package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskGrant;
import reactor.xsk.internal.linux.SocketPlan.Binding;

/** On which pages the UMEM lies, and where. */
class UmemMemoryTest {

  private static final int FRAMES = 1_025;
  private static final long FRAMES_BYTES = FRAMES * 2_048L;
  private static final long HUGE_BYTES = 4L << 20;
  private static final int ENOMEM = 12;
  private static final int EPERM = 1;

  @TempDir Path interfaces;

  private final FakeLinuxCalls calls = new FakeLinuxCalls();

  @BeforeEach
  void makeDevice() throws IOException {
    Files.createDirectories(interfaces.resolve("eth9/device"));
    Files.writeString(interfaces.resolve("eth9/ifindex"), "7\n");
    Files.writeString(interfaces.resolve("eth9/device/numa_node"), "-1\n");
  }

  @Test
  void shouldLieOnHugePagesAndRegisterTheFramesOnly() {
    XskSocket socket = open(true);

    assertThat(calls.mappings)
        .containsEntry(
            "mmap(huge UMEM)", "length=%d, protection=3, flags=0x54048022".formatted(HUGE_BYTES));
    assertThat(registeredBytes()).isEqualTo(FRAMES_BYTES);
    assertThat(socket.umem().byteSize()).isEqualTo(FRAMES_BYTES);
    assertThat(socket.grants().hugePageBytes()).isEqualTo(XskGrant.of(HUGE_BYTES, HUGE_BYTES, ""));
    socket.close(); // the fake refuses to unmap another length
    assertThat(calls.open).isEmpty();
  }

  @Test
  void shouldTakeOrdinaryPagesWhereTooFewHugeOnesAreFreeAndSaySo() {
    calls.refuse("mmap(huge UMEM)", ENOMEM);

    XskSocket socket = open(true);

    assertThat(calls.mappings).containsKey("mmap(UMEM)");
    assertThat(registeredBytes()).isEqualTo(FRAMES_BYTES);
    assertThat(socket.grants().hugePageBytes())
        .isEqualTo(
            XskGrant.of(HUGE_BYTES, 0, "ENOMEM: too few are free (vm.nr_hugepages, of 2 MiB)"));
  }

  @Test
  void shouldNotAskForHugePagesUnlessTheyAreWanted() {
    assertThat(open(false).grants().hugePageBytes()).isEqualTo(XskGrant.NOT_ASKED);
    assertThat(calls.names).doesNotContain("mmap(huge UMEM)", "mbind");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 0, 2", "70, 1, 64"})
  void shouldPreferTheNodeOfTheDeviceBeforeAnyPageIsThere(int node, int word, long bits)
      throws IOException {
    placeDevice(node);

    XskSocket socket = open(false);

    assertThat(calls.names).containsSubsequence("mmap(UMEM)", "mbind", "setsockopt(XDP_UMEM_REG)");
    assertThat(calls.mappings.get("mmap(UMEM)")).endsWith("flags=0x22"); // not populated
    assertThat(calls.values).containsEntry("mbind", 1); // MPOL_PREFERRED
    MemorySegment nodes = calls.structs.get("mbind");
    assertThat(nodes.byteSize()).isEqualTo(128);
    assertThat(nodes.getAtIndex(JAVA_LONG, word)).isEqualTo(bits);
    assertThat(socket.grants().numaNode()).isEqualTo(XskGrant.of(node, node, ""));
  }

  @Test
  void shouldGoOnWhereASandboxRefusesThePlaceAndSaySo() throws IOException {
    placeDevice(1);
    calls.refuse("mbind", EPERM);

    assertThat(open(true).grants().numaNode()).isEqualTo(XskGrant.of(1, -1, "mbind: EPERM"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "none"})
  void shouldNotBelieveTheFilesOfAnotherInterfaceOfThisName(String index) throws IOException {
    placeDevice(1);
    Files.writeString(interfaces.resolve("eth9/ifindex"), index);

    assertThat(open(false).grants().numaNode()).isEqualTo(XskGrant.NOT_ASKED);
  }

  private void placeDevice(int node) throws IOException {
    Files.writeString(interfaces.resolve("eth9/device/numa_node"), node + "\n");
  }

  private long registeredBytes() {
    return calls.structs.get("setsockopt(XDP_UMEM_REG)").get(JAVA_LONG, 8);
  }

  private XskSocket open(boolean hugePages) {
    SocketPlan plan = SocketPlans.of("eth9", 3, Binding.COPY, FRAMES, 2_048, 64, 64, 64);
    SocketExtras extras = new SocketExtras(0, 0, 0, hugePages, MetadataPlan.NONE);
    KernelFiles files =
        new KernelFiles(
            () -> {
              throw new AssertionError("the types are read");
            },
            interfaces,
            interfaces.resolve("limits"));
    return new LinuxKernel(calls, null, files).open(SocketPlans.with(extras, plan));
  }
}
