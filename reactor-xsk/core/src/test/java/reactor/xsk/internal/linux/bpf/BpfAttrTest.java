package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The arguments of bpf(2), byte by byte: the numbers are those of linux/bpf.h. */
class BpfAttrTest {

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void shouldAskForAnArrayThatCanBeMapped() {
    MemorySegment attr = BpfMapCreateAttr.ofMappableArray(arena, "fifteen_letters", 2_048, 64);

    assertThat(attr.byteSize()).isEqualTo(48);
    assertThat(attr.get(JAVA_INT, 0)).as("map_type").isEqualTo(2);
    assertThat(attr.get(JAVA_INT, 4)).as("key_size").isEqualTo(4);
    assertThat(attr.get(JAVA_INT, 8)).as("value_size").isEqualTo(2_048);
    assertThat(attr.get(JAVA_INT, 12)).as("max_entries").isEqualTo(64);
    assertThat(attr.get(JAVA_INT, 16)).as("map_flags").isEqualTo(1_024);
    assertThat(attr.getString(28)).as("map_name").isEqualTo("fifteen_letters");
    assertThat(attr.get(JAVA_INT, 44)).as("map_ifindex").isZero();
  }

  @Test
  void shouldPointToAKeyAndToAValue() {
    MemorySegment key = arena.allocate(4);
    MemorySegment value = arena.allocate(8);
    MemorySegment attr = BpfMapElementAttr.of(arena, 17, key, value);

    assertThat(attr.byteSize()).isEqualTo(32);
    assertThat(attr.get(JAVA_INT, 0)).as("map_fd").isEqualTo(17);
    assertThat(attr.get(JAVA_LONG, 8)).as("key").isEqualTo(key.address());
    assertThat(attr.get(JAVA_LONG, 16)).as("value").isEqualTo(value.address());
    assertThat(attr.get(JAVA_LONG, 24)).as("flags: BPF_ANY").isZero();
  }

  @Test
  void shouldAskForInformationAndReadWhereTheKernelPutsIt() {
    MemorySegment info = arena.allocate(24, 8);
    MemorySegment attr = BpfInfoAttr.of(arena, 17, info);
    info.set(JAVA_INT, 4, 41);
    info.set(JAVA_INT, 16, 42);

    assertThat(attr.byteSize()).isEqualTo(16);
    assertThat(attr.get(JAVA_INT, 0)).as("bpf_fd").isEqualTo(17);
    assertThat(attr.get(JAVA_INT, 4)).as("info_len").isEqualTo(24);
    assertThat(attr.get(JAVA_LONG, 8)).as("info").isEqualTo(info.address());
    assertThat(BpfInfoAttr.mapId(info)).as("bpf_map_info.id").isEqualTo(41);
    assertThat(BpfInfoAttr.xdpInterfaceIndex(info)).as("bpf_link_info.xdp.ifindex").isEqualTo(42);
  }

  @Test
  @SuppressWarnings("restricted") // the program has 16 bytes, the license 13
  void shouldLoadAProgramForATracepoint() {
    byte[] code = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    MemorySegment attr =
        BpfProgLoadAttr.of(arena, BpfProgram.tracepoint("xsk_offered", 98_765, code));

    assertThat(attr.byteSize()).isEqualTo(120);
    assertThat(attr.get(JAVA_INT, 0)).as("prog_type: tracing").isEqualTo(26);
    assertThat(attr.get(JAVA_INT, 4)).as("insn_cnt").isEqualTo(2);
    assertThat(at(attr, 8, 16).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).isEqualTo(code);
    assertThat(at(attr, 16, 13).getString(0)).isEqualTo("Dual BSD/GPL");
    assertThat(attr.get(JAVA_INT, 24)).as("log_level").isZero();
    assertThat(attr.get(JAVA_INT, 44)).as("prog_flags").isZero();
    assertThat(attr.getString(48)).as("prog_name").isEqualTo("xsk_offered");
    assertThat(attr.get(JAVA_INT, 68)).as("expected_attach_type: raw tracepoint").isEqualTo(23);
    assertThat(attr.get(JAVA_INT, 108)).as("attach_btf_id").isEqualTo(98_765);
  }

  @Test
  void shouldLoadAProgramForPacketsOfAnyNumberOfBuffers() {
    MemorySegment attr = BpfProgLoadAttr.of(arena, BpfProgram.xdp("xsk_transmit", new byte[8]));

    assertThat(attr.get(JAVA_INT, 0)).as("prog_type: XDP").isEqualTo(6);
    assertThat(attr.get(JAVA_INT, 4)).as("insn_cnt").isEqualTo(1);
    assertThat(attr.get(JAVA_INT, 44)).as("prog_flags: BPF_F_XDP_HAS_FRAGS").isEqualTo(32);
    assertThat(attr.get(JAVA_INT, 68)).as("expected_attach_type: XDP").isEqualTo(37);
    assertThat(attr.get(JAVA_INT, 108)).as("attach_btf_id").isZero();
  }

  @Test
  void shouldAskForTheVerifiersLog() {
    MemorySegment attr = BpfProgLoadAttr.of(arena, BpfProgram.xdp("xsk_transmit", new byte[8]));
    MemorySegment log = arena.allocate(100);

    BpfProgLoadAttr.logInto(attr, log);

    assertThat(attr.get(JAVA_INT, 24)).as("log_level").isEqualTo(1);
    assertThat(attr.get(JAVA_INT, 28)).as("log_size").isEqualTo(100);
    assertThat(attr.get(JAVA_LONG, 32)).as("log_buf").isEqualTo(log.address());
  }

  @Test
  void shouldRunAProgramOverLiveFrames() {
    MemorySegment data = arena.allocate(16);
    MemorySegment attr = BpfProgRunAttr.ofLiveFrames(arena, 5, data, 64);

    BpfProgRunAttr.setRun(attr, 1_514, 256);

    assertThat(attr.byteSize()).isEqualTo(80);
    assertThat(attr.get(JAVA_INT, 0)).as("prog_fd").isEqualTo(5);
    assertThat(attr.get(JAVA_INT, 8)).as("data_size_in").isEqualTo(1_514);
    assertThat(attr.get(JAVA_LONG, 16)).as("data_in").isEqualTo(data.address());
    assertThat(attr.get(JAVA_LONG, 24)).as("data_out").isZero();
    assertThat(attr.get(JAVA_INT, 32)).as("repeat").isEqualTo(256);
    assertThat(attr.get(JAVA_LONG, 48)).as("ctx_in").isZero();
    assertThat(attr.get(JAVA_INT, 64)).as("flags: live frames").isEqualTo(2);
    assertThat(attr.get(JAVA_INT, 72)).as("batch_size").isEqualTo(64);
  }

  @Test
  void shouldAttachAProgramInTheDriver() {
    MemorySegment attr = BpfLinkCreateAttr.ofXdp(arena, 5, 7, 4);

    assertThat(attr.byteSize()).isEqualTo(16);
    assertThat(attr.toArray(JAVA_INT)).containsExactly(5, 7, 37, 4);
  }

  @Test
  void shouldAttachAProgramToItsTracepoint() {
    MemorySegment attr = BpfRawTracepointAttr.of(arena, 5);

    assertThat(attr.byteSize()).isEqualTo(16);
    assertThat(attr.toArray(JAVA_INT)).containsExactly(0, 0, 5, 0);
  }

  @SuppressWarnings("restricted")
  private static MemorySegment at(MemorySegment attr, long pointer, long bytes) {
    return MemorySegment.ofAddress(attr.get(JAVA_LONG, pointer)).reinterpret(bytes);
  }
}
