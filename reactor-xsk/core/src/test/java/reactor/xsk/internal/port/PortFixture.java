package reactor.xsk.internal.port;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlan.Binding;
import reactor.xsk.internal.linux.SocketPlans;
import reactor.xsk.internal.model.VirtualKernels;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** The AF_XDP port over a virtual kernel, with 8 frames and a TX ring of 8. */
final class PortFixture extends PortRig {

  final VirtualKernel kernel;

  PortFixture(UnaryOperator<VirtualKernel.Builder> settings) {
    this(settings, new Delivery(), 2_048, 60);
  }

  /** With packets of four chunks. */
  static PortFixture ofChains(UnaryOperator<VirtualKernel.Builder> settings) {
    return new PortFixture(it -> settings.apply(it.mtu(14_000)), new Delivery(), 16_384, 14_014);
  }

  private PortFixture(
      UnaryOperator<VirtualKernel.Builder> settings,
      Delivery delivery,
      int frameSize,
      int packetBytes) {
    this(
        settings.apply(VirtualKernel.builder().onPacket(delivery)).build(), frameSize, packetBytes);
    delivery.rig = this;
  }

  private PortFixture(VirtualKernel kernel, int frameSize, int packetBytes) {
    super(open(kernel, frameSize), packetBytes);
    this.kernel = kernel;
  }

  private static TxPort open(VirtualKernel kernel, int frameSize) {
    XskConfig config =
        XskConfig.builder("virt0")
            .virtualKernel(kernel)
            .batchSize(FRAMES)
            .frameCount(FRAMES)
            .frameSize(frameSize)
            .txRingSize(FRAMES * Math.max(1, frameSize / 4_096))
            .build();
    return new PortOpener(VirtualKernels.of(kernel), config).open();
  }

  @Override
  int maxPacketBytes() {
    return packetBytes > 4_096 ? 14_014 : super.maxPacketBytes();
  }

  @Override
  boolean showsWhatItTook() {
    return port.longestWindow() == Integer.MAX_VALUE;
  }

  @Override
  void takeOnly(int packets) {
    kernel.onNextKicks(VirtualFault.takeOnly(packets));
  }

  @Override
  void answer(int errno) {
    kernel.onNextKicks(VirtualFault.errno(errno));
  }

  @Override
  void dropAfter(int before) {
    kernel.onNextKicks(VirtualFault.busy().after(before));
  }

  @Override
  void setLinkUp(boolean up) {
    kernel.setInterfaceUp(up);
  }

  @Override
  void removeInterface() {
    kernel.removeInterface();
  }

  @Override
  void changeWeather(Random random) {
    switch (random.nextInt(9)) {
      case 0 -> dropAfter(random.nextInt(4));
      case 1 -> takeOnly(random.nextInt(4));
      case 2 -> kernel.onNextKicks(VirtualFault.stall());
      case 3 -> kernel.onNextKicks(VirtualFault.noBuffers(), VirtualFault.netDown());
      case 4 -> kernel.setCarrier(random.nextBoolean());
      case 5 -> kernel.setCompletions(VirtualCompletions.onDemand());
      case 6 -> kernel.setCompletions(VirtualCompletions.immediate().reversed());
      case 7 -> kernel.complete(random.nextInt(4));
      default -> kernel.setCarrier(true);
    }
  }

  @Override
  void clearWeather() {
    kernel.setCarrier(true);
    kernel.setCompletions(VirtualCompletions.immediate());
    kernel.complete(Integer.MAX_VALUE);
  }

  @Override
  boolean isReleased() {
    try {
      SocketPlan samePlan =
          SocketPlans.of("virt0", 0, Binding.AUTO, FRAMES, 2_048, FRAMES, FRAMES, FRAMES);
      VirtualKernels.of(kernel).open(samePlan).close();
      return true;
    } catch (XskException e) {
      return false;
    }
  }

  /** Receives packets; it is needed before there is a port. */
  private static final class Delivery implements Consumer<MemorySegment> {

    private @Nullable PortFixture rig;

    @Override
    public void accept(MemorySegment packet) {
      if (rig != null) {
        rig.deliver(packet, (int) packet.byteSize());
      }
    }
  }
}
