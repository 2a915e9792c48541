package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.XskSupport;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.Held;
import reactor.xsk.kernel.support.ProcessResources;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** A sender means the interface that it found at create, whatever names and numbers become. */
@RealKernel
class InterfaceIdentityKernelTest {

  private static final int PACKETS = 100;

  private final ProcessResources before = ProcessResources.now();
  private final VethPair pair = VethPair.create();
  private final String near = pair.near();
  private final String renamed = "moved-" + near;
  private final String other = near;
  private final String otherPeer = "peer-" + near;

  @AfterEach
  void removeInterfaces() {
    for (String name : new String[] {near, renamed}) {
      if (indexOf(name) != 0) {
        ip("link del " + name);
      }
    }
  }

  @Test
  void shouldCountTheDeviceThatWasOpenedWhenAnotherHasItsName() {
    try (XskSender sender = create(LossPolicy.FAIL)) {
      XskDeviceCounters start = sender.deviceCounters();
      renameAndPutAnotherInItsPlace();

      sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      assertThat(sender.deviceCounters().since(start).txPackets()).isEqualTo(PACKETS);
      assertThat(packetsThrough(other)).isZero();
    }
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldRebuildTheSocketOnTheDeviceThatWasOpenedWhenAnotherHasItsName() throws Exception {
    try (Held held = pair.holdFar();
        XskSender sender = create(LossPolicy.REBUILD)) {
      CompletableFuture<SendReport> sent =
          sender.send(Flux.range(0, 1_000), SmallPacket::write).toFuture();
      Eventually.hold("all frames are out", PATIENCE, () -> sender.counters().freeFrames() == 0);
      renameAndPutAnotherInItsPlace();
      Eventually.hold("they count as lost", PATIENCE, () -> sender.counters().lost() > 0);
      held.release();

      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(report.accepted()).isEqualTo(1_000);
      assertThat(sender.counters().rebuilds()).isPositive();
      assertThat(packetsThrough(other)).as("packets through the other interface").isZero();
    }
    before.awaitAgain(PATIENCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldBeGoneWhenAnotherInterfaceHasItsNameAndItsNumber(int rebuild) {
    LossPolicy policy = rebuild == 1 ? LossPolicy.REBUILD : LossPolicy.FAIL;
    try (XskSender sender = create(policy)) {
      int index = indexOf(near);
      ip("link del " + near);
      addAnother("index " + index);
      assertThat(indexOf(near)).as("the number is the same").isEqualTo(index);

      assertThatThrownBy(sender::deviceCounters)
          .isInstanceOf(XskException.class)
          .hasMessageContaining("ENODEV")
          .hasMessageContaining("ifindex=" + index);
      assertThatThrownBy(
              () -> sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE))
          .isInstanceOf(XskException.class)
          .hasMessageContaining("ENXIO");
      assertThat(packetsThrough(near)).as("packets through the other interface").isZero();
    }
    before.awaitAgain(PATIENCE);
  }

  @Test
  void shouldOpenAndCountAnInterfaceByAnAlternativeName() {
    ip("link property add dev " + near + " altname alt-" + near);
    try (XskSender sender = XskSender.create(XskConfig.builder("alt-" + near).build())) {
      XskDeviceCounters start = sender.deviceCounters();

      sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      assertThat(sender.deviceCounters().since(start).txPackets()).isEqualTo(PACKETS);
    }
  }

  @Test
  void shouldOpenAndCountTheInterfaceOfAnAddressLabel() {
    try (XskSender sender = XskSender.create(XskConfig.builder(near + ":1").build())) {
      sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);

      assertThat(sender.deviceCounters().txPackets()).isEqualTo(PACKETS);
    }
  }

  @Test
  void shouldStillTellTheCountersAfterClose() {
    XskSender sender = create(LossPolicy.FAIL);
    sender.send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);
    sender.close();
    ip("link del " + near);

    assertThat(sender.deviceCounters().txPackets()).isEqualTo(PACKETS);
    before.awaitAgain(PATIENCE);
  }

  private void renameAndPutAnotherInItsPlace() {
    ip("link set dev " + near + " name " + renamed);
    addAnother("");
  }

  private void addAnother(String index) {
    ip("link add " + other + " " + index + " type veth peer name " + otherPeer);
    ip("link set dev " + other + " addrgenmode none"); // no packets of IPv6
    ip("link set dev " + otherPeer + " addrgenmode none");
    VethPair.up(other);
    VethPair.up(otherPeer);
  }

  private static long packetsThrough(String name) {
    String statistics = ip("-s -o link show dev " + name);
    String transmitted = statistics.substring(statistics.indexOf("TX:"));
    return Long.parseLong(transmitted.split("\\\\")[1].strip().split("\\s+")[1]);
  }

  private static int indexOf(String name) {
    try {
      return XskSupport.device(name).interfaceIndex();
    } catch (XskException e) {
      return 0;
    }
  }

  private static String ip(String arguments) {
    try {
      Process process =
          new ProcessBuilder(("ip " + arguments).split(" +")).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("ip %s: %s", arguments, output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private XskSender create(LossPolicy policy) {
    return XskSender.create(
        XskConfig.builder(near)
            .frameCount(64)
            .batchSize(16)
            .completionTimeout(Duration.ofSeconds(1))
            .closeTimeout(Duration.ofMillis(200))
            .lossPolicy(policy)
            .bindTimeout(Duration.ofSeconds(20))
            .build());
  }
}
