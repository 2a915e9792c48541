package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/**
 * Sizes, offsets and numbers of the kernel's interface, as literals: from linux/if_xdp.h,
 * linux/if.h and asm-generic of Linux 6.18 (x86-64 and arm64 agree).
 */
class LayoutTest {

  private final Arena arena = Arena.ofAuto();

  @Test
  void shouldLayOutSockaddrXdp() {
    MemorySegment address = SockaddrXdp.of(arena, 0x1234, 0x5678_9ABC, 0x0DEF_0123);

    assertThat(SockaddrXdp.SIZE_BYTES).isEqualTo(16).isEqualTo(address.byteSize());
    assertThat(address.get(JAVA_SHORT, 0)).as("sxdp_family").isEqualTo((short) 44);
    assertThat(address.get(JAVA_SHORT, 2)).as("sxdp_flags").isEqualTo((short) 0x1234);
    assertThat(address.get(JAVA_INT, 4)).as("sxdp_ifindex").isEqualTo(0x5678_9ABC);
    assertThat(address.get(JAVA_INT, 8)).as("sxdp_queue_id").isEqualTo(0x0DEF_0123);
    assertThat(address.get(JAVA_INT, 12)).as("sxdp_shared_umem_fd").isZero();
  }

  @Test
  void shouldLayOutSockaddrLl() {
    MemorySegment address = arena.allocate(SockaddrLl.SIZE_BYTES);
    SockaddrLl.set(address, 0x1234_5678);

    assertThat(SockaddrLl.SIZE_BYTES).isEqualTo(20);
    assertThat(address.get(JAVA_SHORT, 0)).as("sll_family").isEqualTo((short) 17);
    assertThat(address.get(JAVA_SHORT, 2)).as("sll_protocol").isZero();
    assertThat(address.get(JAVA_INT, 4)).as("sll_ifindex").isEqualTo(0x1234_5678);
    address.set(JAVA_INT, 4, -1);
    assertThat(SockaddrLl.interfaceIndex(address)).as("of an interface that is gone").isEqualTo(-1);
  }

  @Test
  void shouldLayOutXdpUmemReg() {
    MemorySegment umem = MemorySegment.ofAddress(0x7F00_1234_5000L);
    MemorySegment registration = XdpUmemReg.of(arena, umem, 4_096, 6, 64);

    assertThat(XdpUmemReg.SIZE_BYTES).isEqualTo(32).isEqualTo(registration.byteSize());
    assertThat(registration.get(JAVA_LONG, 0)).as("addr").isEqualTo(0x7F00_1234_5000L);
    assertThat(registration.get(JAVA_LONG, 8)).as("len").isEqualTo(umem.byteSize());
    assertThat(registration.get(JAVA_INT, 16)).as("chunk_size").isEqualTo(4_096);
    assertThat(registration.get(JAVA_INT, 20)).as("headroom").isZero();
    assertThat(registration.get(JAVA_INT, 24)).as("flags").isEqualTo(6);
    assertThat(registration.get(JAVA_INT, 28)).as("tx_metadata_len").isEqualTo(64);
  }

  @Test
  void shouldLayOutXdpMmapOffsets() {
    MemorySegment offsets = arena.allocate(128, 8);
    for (int i = 0; i < 16; i++) {
      offsets.set(JAVA_LONG, i * 8L, i);
    }

    assertThat(XdpMmapOffsets.SIZE_BYTES).isEqualTo(128);
    assertThat(XdpMmapOffsets.TX).isEqualTo(32);
    assertThat(XdpMmapOffsets.COMPLETION).isEqualTo(96);
    assertThat(XdpMmapOffsets.producer(offsets, 32)).as("tx.producer").isEqualTo(4);
    assertThat(XdpMmapOffsets.consumer(offsets, 32)).as("tx.consumer").isEqualTo(5);
    assertThat(XdpMmapOffsets.descriptors(offsets, 32)).as("tx.desc").isEqualTo(6);
    assertThat(XdpMmapOffsets.flags(offsets, 32)).as("tx.flags").isEqualTo(7);
    assertThat(XdpMmapOffsets.producer(offsets, 96)).as("cr.producer").isEqualTo(12);
    assertThat(XdpMmapOffsets.flags(offsets, 96)).as("cr.flags").isEqualTo(15);
  }

  @Test
  void shouldLayOutXdpDesc() {
    MemorySegment ring = arena.allocate(48, 8);

    XdpDesc.write(ring, 16, 0x1122_3344_5566_7788L, 0x0102_0304, 0x8000_0001);

    assertThat(XdpDesc.SIZE_BYTES).isEqualTo(16);
    assertThat(ring.get(JAVA_LONG, 16)).as("addr").isEqualTo(0x1122_3344_5566_7788L);
    assertThat(ring.get(JAVA_INT, 24)).as("len").isEqualTo(0x0102_0304);
    assertThat(ring.get(JAVA_INT, 28)).as("options").isEqualTo(0x8000_0001);
    assertThat(ring.asSlice(0, 16).toArray(JAVA_BYTE)).as("before").containsOnly(0);
    assertThat(ring.asSlice(32, 16).toArray(JAVA_BYTE)).as("behind").containsOnly(0);
  }

  @Test
  void shouldReadBackTheDescriptorItWrote() {
    MemorySegment ring = arena.allocate(32, 8);
    XdpDesc.write(ring, 16, 0x1122_3344_5566_7788L, 0x0102_0304, 0x8000_0001);

    assertThat(XdpDesc.umemAddress(ring, 16)).isEqualTo(0x1122_3344_5566_7788L);
    assertThat(XdpDesc.lengthBytes(ring, 16)).isEqualTo(0x0102_0304);
    assertThat(XdpDesc.options(ring, 16)).isEqualTo(0x8000_0001);
  }

  @Test
  void shouldLayOutXskTxMetadata() {
    MemorySegment umem = arena.allocate(64, 8).fill((byte) -1);

    XskTxMetadata.begin(umem, 16, XskTxMetadata.TIMESTAMP);
    XskTxMetadata.addFlags(umem, 16, XskTxMetadata.CHECKSUM | XskTxMetadata.LAUNCH_TIME);
    XskTxMetadata.setChecksum(umem, 16, 0x8001, 0x0203);
    XskTxMetadata.setLaunchTime(umem, 16, 0x1122_3344_5566_7788L);

    assertThat(XskTxMetadata.SIZE_BYTES).isEqualTo(24);
    assertThat(umem.get(JAVA_LONG, 16)).as("flags").isEqualTo(7);
    assertThat(umem.get(JAVA_SHORT, 24)).as("csum_start").isEqualTo((short) 0x8001);
    assertThat(umem.get(JAVA_SHORT, 26)).as("csum_offset").isEqualTo((short) 0x0203);
    assertThat(umem.get(JAVA_INT, 28)).as("behind them").isZero();
    assertThat(umem.get(JAVA_LONG, 32)).as("launch_time").isEqualTo(0x1122_3344_5566_7788L);
    assertThat(XskTxMetadata.checksumStart(umem, 16)).isEqualTo(0x8001);
    assertThat(umem.asSlice(0, 16).toArray(JAVA_BYTE)).as("before").containsOnly(-1);
    assertThat(umem.asSlice(40, 24).toArray(JAVA_BYTE)).as("behind").containsOnly(-1);
    umem.set(JAVA_LONG, 24, 0x0102_0304_0506_0708L);
    assertThat(XskTxMetadata.timestamp(umem, 16))
        .as("tx_timestamp")
        .isEqualTo(0x0102_0304_0506_0708L);
  }

  @Test
  void shouldLayOutXdpStatistics() {
    MemorySegment answer = arena.allocate(48, 8);
    for (int i = 0; i < 6; i++) {
      answer.set(JAVA_LONG, i * 8L, i);
    }

    assertThat(XdpStatistics.SIZE_BYTES).isEqualTo(48);
    assertThat(XdpStatistics.read(answer)).isEqualTo(new XdpStatistics(2, 5));
  }

  @Test
  void shouldLayOutIfreq() {
    MemorySegment request = Ifreq.of(arena, "abcdefghijklmno");

    assertThat(Ifreq.SIZE_BYTES).isEqualTo(40).isEqualTo(request.byteSize());
    assertThat(request.getString(0)).isEqualTo("abcdefghijklmno");
    request.set(JAVA_INT, 16, 0x1234_8041);
    assertThat(Ifreq.intValue(request)).isEqualTo(0x1234_8041);
    assertThat(Ifreq.flags(request) & 0xFFFF).isEqualTo(0x8041);
    Ifreq.pointTo(request, MemorySegment.ofAddress(0x7F00_0000_1000L));
    assertThat(request.get(JAVA_LONG, 16)).as("ifr_data").isEqualTo(0x7F00_0000_1000L);
    assertThat(request.get(JAVA_BYTE, 15)).as("end of the name").isZero();
  }

  @Test
  void shouldLayOutEthtoolValue() {
    MemorySegment value = Ifreq.ethtoolValue(arena, 0xA);

    assertThat(value.byteSize()).isEqualTo(8);
    assertThat(value.get(JAVA_INT, 0)).as("cmd").isEqualTo(0xA);
    value.set(JAVA_INT, 4, 1);
    assertThat(Ifreq.ethtoolData(value)).as("data").isEqualTo(1);
  }

  @Test
  void shouldLayOutPollfd() {
    MemorySegment pollfd = arena.allocate(8, 4);
    Pollfd.set(pollfd, 0x1234_5678, 0x1);

    assertThat(Pollfd.SIZE_BYTES).isEqualTo(8);
    assertThat(pollfd.get(JAVA_INT, 0)).as("fd").isEqualTo(0x1234_5678);
    assertThat(pollfd.get(JAVA_SHORT, 4)).as("events").isEqualTo((short) 0x1);
    pollfd.set(JAVA_SHORT, 6, (short) 0x10);
    assertThat(Pollfd.revents(pollfd)).isEqualTo(0x10);
  }

  @Test
  void shouldKnowTheNumbersOfAfXdp() {
    assertThat(IfXdp.AF_XDP).isEqualTo(44);
    assertThat(IfXdp.SOL_XDP).isEqualTo(283);
    assertThat(IfXdp.XDP_MMAP_OFFSETS).isEqualTo(1);
    assertThat(IfXdp.XDP_TX_RING).isEqualTo(3);
    assertThat(IfXdp.XDP_UMEM_REG).isEqualTo(4);
    assertThat(IfXdp.XDP_UMEM_FILL_RING).isEqualTo(5);
    assertThat(IfXdp.XDP_UMEM_COMPLETION_RING).isEqualTo(6);
    assertThat(IfXdp.XDP_STATISTICS).isEqualTo(7);
    assertThat(IfXdp.XDP_OPTIONS).isEqualTo(8);
    assertThat(IfXdp.XDP_MAX_TX_SKB_BUDGET).isEqualTo(9);
    assertThat(IfXdp.XDP_OPTIONS_ZEROCOPY).isEqualTo(1);
    assertThat(IfXdp.XDP_COPY).isEqualTo(2);
    assertThat(IfXdp.XDP_ZEROCOPY).isEqualTo(4);
    assertThat(IfXdp.XDP_USE_NEED_WAKEUP).isEqualTo(8);
    assertThat(IfXdp.XDP_RING_NEED_WAKEUP).isEqualTo(1);
    assertThat(IfXdp.XDP_PGOFF_TX_RING).isEqualTo(0x8000_0000L);
    assertThat(IfXdp.XDP_UMEM_PGOFF_COMPLETION_RING).isEqualTo(0x1_8000_0000L);
    assertThat(IfXdp.DEFAULT_TX_BUDGET).isEqualTo(32);
  }

  @Test
  void shouldKnowTheNumbersOfTheHeadersAround() {
    assertThat(IfXdp.AF_INET).isEqualTo(2);
    assertThat(IfXdp.SOCK_DGRAM).isEqualTo(2);
    assertThat(IfXdp.SOCK_RAW).isEqualTo(3);
    assertThat(IfXdp.SOCK_CLOEXEC).isEqualTo(0x8_0000);
    assertThat(IfXdp.SOL_SOCKET).isEqualTo(1);
    assertThat(IfXdp.SO_SNDBUF).isEqualTo(7);
    assertThat(IfXdp.SO_SNDBUFFORCE).isEqualTo(32);
    assertThat(IfXdp.MSG_DONTWAIT).isEqualTo(0x40);
    assertThat(IfXdp.MSG_TRUNC).isEqualTo(0x20);
    assertThat(IfXdp.PROT_READ_WRITE).isEqualTo(3);
    assertThat(IfXdp.MAP_SHARED).isEqualTo(1);
    assertThat(IfXdp.MAP_PRIVATE).isEqualTo(2);
    assertThat(IfXdp.MAP_ANONYMOUS).isEqualTo(0x20);
    assertThat(IfXdp.MAP_POPULATE).isEqualTo(0x8000);
    assertThat(Ifreq.SIOCGIFFLAGS).isEqualTo(0x8913);
    assertThat(Ifreq.SIOCGIFMTU).isEqualTo(0x8921);
    assertThat(Ifreq.SIOCGIFNAME).isEqualTo(0x8910);
    assertThat(Ifreq.SIOCGIFINDEX).isEqualTo(0x8933);
    assertThat(Ifreq.SIOCETHTOOL).isEqualTo(0x8946);
    assertThat(Ifreq.ETHTOOL_GLINK).isEqualTo(0xA);
    assertThat(Ifreq.IFF_UP).isEqualTo(0x1);
    assertThat(Ifreq.IFF_RUNNING).isEqualTo(0x40);
  }
}
