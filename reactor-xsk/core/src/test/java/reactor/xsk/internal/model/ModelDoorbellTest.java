package reactor.xsk.internal.model;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.virtual.VirtualDescriptor;
import reactor.xsk.virtual.VirtualTransmit;

/** How often the model rings the doorbell, and what it records of each packet. */
class ModelDoorbellTest {

  @ParameterizedTest
  @CsvSource({"COPY, 16", "BATCH, 16", "BATCH_MORE, 2"})
  void shouldRingTheDoorbellAsOftenAsItsModeDoes(VirtualTransmit transmit, int doorbells) {
    ModelFixture model = new ModelFixture(it -> it.transmit(transmit));
    model.publish(0, 8);
    model.publish(8, 8);

    assertThat(model.socket.kick()).isZero();

    assertThat(model.packets()).isEqualTo(16);
    assertThat(model.doorbells()).isEqualTo(doorbells);
  }

  @Test
  void shouldRingForThePacketWithoutMore() {
    ModelFixture model = new ModelFixture(it -> it.transmit(VirtualTransmit.BATCH_MORE));
    model.put(0, true);
    model.put(1, false);
    model.put(2, true);
    model.put(3, false);
    model.tx.submit();

    model.socket.kick();

    assertThat(model.kernel.trace())
        .extracting(VirtualDescriptor::doorbell)
        .containsExactly(false, true, false, true);
  }

  @Test
  void shouldRingForTheLastPacketThatIsThereAlthoughItSaysMore() {
    ModelFixture model = new ModelFixture(it -> it.transmit(VirtualTransmit.BATCH_MORE));
    model.put(0, true);
    model.put(1, true);
    model.tx.submit();

    model.socket.kick();

    assertThat(model.kernel.trace())
        .extracting(VirtualDescriptor::doorbell)
        .containsExactly(false, true);
  }

  @Test
  void shouldRingAtTheEndOfABatchOfTheKernelAlthoughThePacketSaysMore() {
    ModelFixture model = new ModelFixture(it -> it.transmit(VirtualTransmit.BATCH_MORE), 4);
    model.publish(0, 8);

    model.socket.kick();

    assertThat(model.doorbells()).isEqualTo(2);
  }

  @Test
  void shouldRecordWhatItTookInOrder() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(3, 2);
    model.socket.kick();
    model.publish(0, 1);
    model.socket.kick();

    assertThat(model.kernel.trace())
        .containsExactly(
            VirtualDescriptor.of(1, 3 * 2_048, 63, true, true),
            VirtualDescriptor.of(1, 4 * 2_048, 64, false, true),
            VirtualDescriptor.of(2, 0, 60, false, true));
    assertThat(model.kernel.counters().bytes()).isEqualTo(63 + 64 + 60);
    assertThat(model.kernel.counters().kicks()).isEqualTo(2);
  }

  @Test
  void shouldDeliverEachPacketReadOnlyAndAsLongAsItsDescriptorSays() {
    List<byte[]> delivered = new ArrayList<>();
    List<Boolean> readOnly = new ArrayList<>();
    ModelFixture model =
        new ModelFixture(
            it ->
                it.onPacket(
                    packet -> {
                      delivered.add(packet.toArray(JAVA_BYTE));
                      readOnly.add(packet.isReadOnly());
                    }));
    MemorySegment umem = model.socket.umem();
    umem.asSlice(2_048, 61).fill((byte) 7);
    model.publish(1, 1);

    model.socket.kick();

    assertThat(delivered)
        .singleElement()
        .satisfies(it -> assertThat(it).hasSize(61).containsOnly(7));
    assertThat(readOnly).containsExactly(true);
  }
}
