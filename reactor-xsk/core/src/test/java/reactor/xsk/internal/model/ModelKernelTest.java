package reactor.xsk.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.SocketExtras;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlan.Binding;
import reactor.xsk.internal.linux.SocketPlans;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualTransmit;

/** Opening and closing sockets of the model. */
class ModelKernelTest {

  private static final int EBUSY = -16;
  private static final int ENXIO = -6;

  @Test
  void shouldBeBusyWhileAnotherSocketHoldsTheQueue() {
    ModelFixture model = new ModelFixture(it -> it);

    assertThatThrownBy(() -> VirtualKernels.of(model.kernel).open(ModelFixture.plan(8)))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("EBUSY (16)");
  }

  @Test
  void shouldLetGoOfTheQueueWhenClosed() {
    ModelFixture model = new ModelFixture(it -> it);
    model.socket.close();
    model.socket.close();

    try (XskSocket next = VirtualKernels.of(model.kernel).open(ModelFixture.plan(8))) {
      assertThat(next.kick()).isZero();
    }
    assertThat(model.socket.kick()).isEqualTo(ENXIO);
  }

  @Test
  void shouldRefuseAQueueThatTheDeviceHasNot() {
    VirtualKernel kernel = VirtualKernel.builder().queues(2).build();
    SocketPlan wrong = SocketPlans.of("virt0", 2, Binding.AUTO, 8, 2_048, 8, 8, 8);

    assertThatThrownBy(() -> VirtualKernels.of(kernel).open(wrong))
        .hasMessageContaining("EINVAL (22)");
  }

  @ParameterizedTest
  @EnumSource(VirtualTransmit.class)
  void shouldRefuseBatchTransmitWhereItHasNone(VirtualTransmit transmit) {
    XskKernel kernel = VirtualKernels.of(VirtualKernel.builder().transmit(transmit).build());
    SocketExtras batchOf32 = new SocketExtras(32, 0, 0, false, MetadataPlan.NONE);
    SocketPlan plan = SocketPlans.with(batchOf32, ModelFixture.plan(8));

    if (transmit == VirtualTransmit.COPY) {
      assertThatThrownBy(() -> kernel.open(plan))
          .isInstanceOf(XskException.class)
          .hasMessageContaining("this kernel has no batch transmit in copy mode");
    } else {
      kernel.open(plan).close();
    }
  }

  @Test
  void shouldFindNoInterfaceOnceItIsRemoved() {
    VirtualKernel kernel = VirtualKernel.create();
    kernel.removeInterface();

    assertThatThrownBy(() -> VirtualKernels.of(kernel).open(ModelFixture.plan(8)))
        .hasMessageContaining("ENODEV (19)");
  }

  @Test
  void shouldFailBindAsOftenAsTold() {
    VirtualKernel kernel = VirtualKernel.create();
    kernel.failBind(Errno.EPERM, 2);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> VirtualKernels.of(kernel).open(ModelFixture.plan(8)))
          .hasMessageContaining("EPERM (1)");
    }
    VirtualKernels.of(kernel).open(ModelFixture.plan(8)).close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakePacketsOfMtuAndLinkHeaderInEveryMode(VirtualTransmit transmit) {
    ModelFixture model = new ModelFixture(it -> it.transmit(transmit).mtu(1_400));

    assertThat(model.socket.maxPacketBytes()).isEqualTo(1_414);
    assertThat(model.socket.isZeroCopy()).isEqualTo(transmit == VirtualTransmit.ZERO_COPY);
  }

  @Test
  void shouldCountAsADeviceDoes() {
    ModelFixture model = new ModelFixture(it -> it);
    model.publish(0, 3);
    model.kernel.onNextKicks(VirtualFault.busy());
    model.socket.kick();
    model.socket.kick();

    assertThat(VirtualKernels.of(model.kernel).deviceCounters("virt0"))
        .isEqualTo(XskDeviceCounters.of(2, 61 + 62, 0, 1));
  }
}
