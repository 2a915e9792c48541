package reactor.xsk.internal.port;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** What the loop relies on, asked of every port. */
@ParameterizedClass
@MethodSource("ports")
abstract class PortContract {

  final Supplier<PortRig> kind;
  final PortRig rig;

  PortContract(Supplier<PortRig> kind) {
    this.kind = kind;
    this.rig = kind.get();
  }

  static Stream<Named<Supplier<PortRig>>> ports() {
    return Stream.of(
        Named.of("AF_XDP", () -> new PortFixture(it -> it)),
        Named.of(
            "AF_XDP on an older kernel", () -> new PortFixture(VirtualKernel.Builder::olderKernel)),
        Named.of(
            "AF_XDP on Linux 6.1",
            () -> new PortFixture(it -> it.release(VirtualRelease.LINUX_6_1))),
        Named.of("AF_XDP in chains", () -> PortFixture.ofChains(it -> it)),
        Named.of(
            "AF_XDP in chains on an older kernel",
            () -> PortFixture.ofChains(VirtualKernel.Builder::olderKernel)),
        Named.of(
            "AF_XDP in chains on Linux 6.1",
            () -> PortFixture.ofChains(it -> it.release(VirtualRelease.LINUX_6_1))),
        Named.of("bulk", BulkRig::new));
  }

  @AfterEach
  void close() {
    rig.close();
  }
}
