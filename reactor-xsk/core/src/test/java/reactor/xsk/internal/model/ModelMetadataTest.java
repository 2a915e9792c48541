package reactor.xsk.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.SocketExtras;
import reactor.xsk.internal.linux.SocketPlans;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.linux.XskTxMetadata;
import reactor.xsk.internal.ring.TxRing;
import reactor.xsk.virtual.VirtualKernel;

/** Metadata as the kernel reads it, over the bare rings of a socket. */
class ModelMetadataTest {

  private static final int EINVAL = -22;
  private static final int OPTION = 2;
  private static final int HEADROOM = 64;

  private final VirtualKernel kernel = VirtualKernel.create();

  @Test
  void shouldTakeNothingBehindMetadataOfASocketWithout() {
    XskSocket socket = open(MetadataPlan.NONE);
    put(socket, 0, 60);

    assertThat(socket.kick()).isEqualTo(EINVAL);
    assertThat(socket.kick()).as("it blocks the ring").isEqualTo(EINVAL);
    assertThat(kernel.counters().packets()).isZero();
    assertThat(kernel.counters().invalid()).isZero();
  }

  @ParameterizedTest(name = "flags {0}, checksum at {1} + {2}: {3}")
  @CsvSource({
    "0, 0, 0, 0", // asks for nothing
    "8, 0, 0, -22", // no such flag
    "2, 34, 24, 0", // the last two bytes
    "2, 34, 25, -22",
    "0, 34, 25, 0" // not looked at
  })
  void shouldCheckMetadataAsTheKernelDoes(long flags, int start, int offset, int answer) {
    XskSocket socket = open(new MetadataPlan(true, false, false, false));
    MemorySegment umem = socket.umem();
    XskTxMetadata.begin(umem, 0, flags);
    XskTxMetadata.setChecksum(umem, 0, start, offset);
    put(socket, HEADROOM, 60);

    assertThat(socket.kick()).isEqualTo(answer);
    assertThat(kernel.counters().packets()).isEqualTo(answer == 0 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"63, 60, 1", "0, 60, 1", "64, 1984, 0", "64, 1985, 1"})
  void shouldCountMetadataToThePacket(long address, int length, int invalid) {
    XskSocket socket = open(new MetadataPlan(true, false, false, false));
    put(socket, address, length);

    socket.kick();

    assertThat(kernel.counters().invalid()).isEqualTo(invalid);
  }

  private XskSocket open(MetadataPlan metadata) {
    return VirtualKernels.of(kernel)
        .open(SocketPlans.with(new SocketExtras(0, 0, 0, false, metadata), ModelFixture.plan(8)));
  }

  private static void put(XskSocket socket, long address, int lengthBytes) {
    TxRing ring = new TxRing(socket.txRing());
    ring.put(address, lengthBytes, OPTION);
    ring.submit();
  }
}
