package reactor.xsk.doctor;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.linux.NetdevFamily;

/** What a sender would be granted: copy mode is tried, the others would disturb the device. */
final class ModeExamination {

  private static final String TOPIC = "mode";

  private final ProcessExamination process;
  private final InterfaceExamination device;
  private final int queue;
  private final @Nullable XskException copyFailure;

  ModeExamination(ProcessExamination process, InterfaceExamination device, int queue) {
    this.process = process;
    this.device = device;
    this.queue = queue;
    this.copyFailure = device.isThere() ? tryCopy() : null;
  }

  private @Nullable XskException tryCopy() {
    XskConfig smallest =
        XskConfig.builder(device.name())
            .queue(queue)
            .mode(XskMode.COPY)
            .batchSize(1)
            .frameCount(1)
            .txRingSize(2)
            .bindTimeout(Duration.ofMillis(100))
            .build();
    try {
      XskSender.create(smallest).close();
      return null;
    } catch (XskException e) {
      return e;
    }
  }

  /** Whether a sender in copy mode opens. */
  boolean copyWorks() {
    return device.isThere() && copyFailure == null;
  }

  List<Finding> findings() {
    return device.isThere() ? List.of(copy(), zeroCopy(), bulk()) : List.of();
  }

  private Finding copy() {
    XskException failure = copyFailure;
    return failure == null
        ? Finding.granted(TOPIC, "COPY", "queue " + queue)
        : Finding.refused(
            TOPIC,
            "COPY",
            "%s: queue %d".formatted(ProcessExamination.reasonOf(failure), queue),
            failure.hint());
  }

  private Finding zeroCopy() {
    NetdevFamily.Features features = device.features();
    if (features == null) {
      return Finding.unknown(TOPIC, "ZERO_COPY", "the kernel cannot be asked (before 6.3)");
    }
    return features.has(NetdevFamily.XSK_ZEROCOPY)
        ? Finding.granted(TOPIC, "ZERO_COPY", "the driver has it; AUTO asks for it")
        : Finding.refused(
            TOPIC, "ZERO_COPY", "the driver has no zero-copy", "use mode AUTO or COPY");
  }

  private Finding bulk() {
    NetdevFamily.Features features = device.features();
    if (features == null) {
      return Finding.unknown(TOPIC, "BULK", "the kernel cannot be asked (before 6.3)");
    }
    List<String> missing = process.missingForBulk();
    if (!missing.isEmpty()) {
      return Finding.refused(
          TOPIC,
          "BULK",
          "without " + String.join(", ", missing) + " in the initial user namespace",
          "run as root, setcap on java, or use mode COPY");
    }
    return features.has(NetdevFamily.NDO_XMIT)
        ? Finding.granted(TOPIC, "BULK", "the driver takes frames of XDP")
        : Finding.refused(
            TOPIC,
            "BULK",
            "the driver takes no frames of XDP now",
            "use mode AUTO or COPY; on veth: ethtool -K PEER gro on");
  }
}
