package reactor.xsk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.util.List;
import java.util.Random;
import reactor.xsk.internal.bpf.FakeBpf;
import reactor.xsk.internal.bpf.FakeCall;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.port.TxPort.KickResult;

/** The bulk port over a kernel that runs no program, with 8 frames and windows of 8. */
final class BulkRig extends PortRig {

  private static final int EINTR = 4;

  final FakeBpf kernel;

  BulkRig() {
    this(new FakeBpf());
  }

  private BulkRig(FakeBpf kernel) {
    super(new BulkPort(kernel.device(FRAMES, FRAMES), new FrameGeometry(FRAMES, 2_048)));
    this.kernel = kernel;
  }

  /** The driver takes {@code packets} of the window, from the cursor on. */
  private void take(FakeCall call, int packets) {
    int cursor = call.memory().get(JAVA_INT, 0);
    for (String packet : call.packets().subList(cursor, cursor + packets)) {
      List<String> frameAndLength = List.of(packet.split(":"));
      deliver(
          port.frame(Integer.parseInt(frameAndLength.get(0))),
          Integer.parseInt(frameAndLength.get(1)));
    }
    call.takes(packets);
  }

  @Override
  KickResult kick() {
    if (kernel.runs.isEmpty()) {
      kernel.runs.add(this::takeAll);
    }
    return super.kick();
  }

  private int takeAll(FakeCall call, int packets) {
    take(call, packets);
    return 0;
  }

  @Override
  void takeOnly(int packets) {
    kernel.runs.add(
        (call, repeat) -> {
          take(call, Math.min(packets, repeat));
          return -EINTR;
        });
  }

  @Override
  void answer(int errno) {
    kernel.runs.add((call, repeat) -> -errno);
  }

  @Override
  void dropAfter(int before) {
    kernel.runs.add(
        (call, repeat) -> {
          int first = Math.min(before, repeat);
          take(call, first);
          if (first < repeat) {
            call.drops(1); // where the call ends
          }
          return 0;
        });
  }

  @Override
  void setLinkUp(boolean up) {
    kernel.interfaceFlags = (short) (up ? 0x41 : 0);
  }

  @Override
  void removeInterface() {
    kernel.interfaceIndex = 99;
  }

  @Override
  void changeWeather(Random random) {
    switch (random.nextInt(6)) {
      case 0, 1 -> dropAfter(random.nextInt(4));
      case 2 -> takeOnly(random.nextInt(4));
      case 3 -> answer(EINTR);
      default -> {}
    }
  }

  @Override
  void clearWeather() {
    kernel.runs.clear();
  }

  @Override
  boolean isReleased() {
    return kernel.open.isEmpty();
  }
}
