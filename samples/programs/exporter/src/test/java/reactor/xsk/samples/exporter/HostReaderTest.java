package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.xsk.samples.exporter.HostReading.Duplex;
import reactor.xsk.telemetry.sflow.HostDisk;

class HostReaderTest {

  @TempDir Path directory;
  private FakeMachine machine;

  @BeforeEach
  void makeMachine() {
    machine = new FakeMachine(directory);
  }

  @Test
  void shouldReadTheCountersOfAnInterface() {
    HostReading.Interface eth0 = eth0();
    assertThat(eth0.index()).isEqualTo(2);
    assertThat(eth0.name()).isEqualTo("eth0");
    assertThat(eth0.receivedOctets()).isEqualTo(1_000);
    assertThat(eth0.receivedPackets()).isEqualTo(20);
    assertThat(eth0.receiveErrors()).isEqualTo(3);
    assertThat(eth0.multicast()).isEqualTo(6);
    assertThat(eth0.sentOctets()).isEqualTo(7_000);
    assertThat(eth0.sentPackets()).isEqualTo(80);
    assertThat(eth0.sendErrors()).isEqualTo(9);
    assertThat(eth0.sendDrops()).isEqualTo(10);
  }

  @Test
  void shouldCountAsDroppedWhatTheCardHadNoBufferFor() {
    assertThat(eth0().receiveDrops()).isEqualTo(4 + 50);
  }

  @Test
  void shouldReadSpeedDuplexAndModeOfALink() {
    HostReading.Interface eth0 = eth0();
    assertThat(eth0.bitsPerSecond()).isEqualTo(2_500_000_000L);
    assertThat(eth0.duplex()).isEqualTo(Duplex.FULL);
    assertThat(eth0.promiscuous()).isTrue();
    assertThat(eth0.macAddress()).containsExactly(2, 0, 0, 0, 0, 10);
    machine.set("eth0", "duplex", "half").set("eth0", "flags", "0x1003");
    assertThat(eth0().duplex()).isEqualTo(Duplex.HALF);
    assertThat(eth0().promiscuous()).isFalse();
  }

  @Test
  void shouldNotKnowWhatTheDriverDoesNot() {
    machine.set("eth0", "speed", -1).set("eth0", "duplex", "unknown");
    assertThat(eth0().bitsPerSecond()).isZero();
    assertThat(eth0().duplex()).isEqualTo(Duplex.UNKNOWN);
    machine.remove("eth0", "speed").remove("eth0", "duplex"); // reading fails, as with EINVAL
    assertThat(eth0().bitsPerSecond()).isZero();
    assertThat(eth0().duplex()).isEqualTo(Duplex.UNKNOWN);
  }

  @Test
  void shouldTellALinkThatIsDownFromOneThatIsDisabled() {
    assertThat(eth0()).matches(it -> it.enabled() && it.operational());
    machine.set("eth0", "operstate", "down");
    assertThat(eth0()).matches(it -> it.enabled() && !it.operational());
    machine.set("eth0", "flags", "0x1002");
    assertThat(eth0()).matches(it -> !it.enabled() && !it.operational());
  }

  @Test
  void shouldGoByTheCarrierOfADeviceThatKeepsNoState() {
    machine.set("eth0", "operstate", "unknown");
    assertThat(eth0().operational()).isTrue();
    machine.remove("eth0", "carrier"); // reading fails while it is disabled
    assertThat(eth0().operational()).isFalse();
  }

  @Test
  void shouldHaveNoAddressOfALoopback() {
    machine.set("eth0", "address", "00:00:00:00:00:00");
    assertThat(eth0().macAddress()).isNull();
  }

  @Test
  void shouldLeaveOutInterfacesOfAnotherNetworkNamespace() {
    assertThat(new HostReader(directory).seesOwnNamespace()).isTrue();
    machine.received("eth1", 1_000);
    assertThat(new HostReader(directory).seesOwnNamespace()).isFalse();
    machine.received("eth0", 999);
    assertThat(new HostReader(directory).seesOwnNamespace()).isFalse();
    assertThat(machine.read().interfaces()).isEmpty();
  }

  @Test
  void shouldLeaveOutAnInterfaceThatHasGone() {
    HostReader reader = new HostReader(directory);
    machine.remove("eth0", "ifindex");
    assertThat(reader.read().interfaces()).isEmpty();
  }

  @Test
  void shouldReadWhatTheProcessorsDo() {
    assertThat(machine.read().processors())
        .isEqualTo(
            new HostReading.Processors(
                List.of(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 100L),
                List.of(0.25f, 0.5f, 1f),
                3,
                257,
                2,
                2_596,
                18_804,
                1_000,
                2_000));
  }

  @Test
  void shouldReadMemoryInBytes() {
    assertThat(machine.read().memory()).containsEntry("MemTotal", 2_048L * 1_024);
    assertThat(machine.read().paging()).containsEntry("pswpout", 12L);
  }

  @Test
  void shouldCountDisksAndNotTheirPartitions() {
    assertThat(machine.read().disk())
        .isEqualTo(new HostDisk(0, 0, 0, 10, 20 * 512, 30, 40, 50 * 512, 60));
  }

  @Test
  void shouldCountAFileSystemOnceHoweverOftenItIsMounted() throws IOException {
    FileStore store = Files.getFileStore(directory);
    String line = "/dev/fake " + directory + " ext4 rw 0 0\n";
    machine.file("proc/mounts", line + line + "tmpfs " + directory + " tmpfs rw 0 0\n");
    HostDisk disk = machine.read().disk();
    assertThat(disk.totalBytes()).isEqualTo(store.getTotalSpace());
    assertThat(disk.freeBytes()).isBetween(0L, disk.totalBytes());
    assertThat(disk.fullestPartition()).isBetween(0L, 10_000L);
  }

  @Test
  void shouldNotSendTheMachineIdItself() {
    HostReading.Identity identity = machine.read().identity();
    assertThat(identity.hostName()).isEqualTo("fake");
    assertThat(identity.release()).isEqualTo("6.18.0");
    assertThat(identity.uuid().version()).isEqualTo(4);
    assertThat(identity.uuid().variant()).isEqualTo(2);
    assertThat(identity.uuid().toString()).doesNotStartWith(FakeMachine.MACHINE_ID.substring(0, 8));
    assertThat(machine.read().identity()).isEqualTo(identity);
    machine.file("etc/machine-id", "f" + FakeMachine.MACHINE_ID.substring(1));
    assertThat(machine.read().identity().uuid()).isNotEqualTo(identity.uuid());
  }

  @Test
  void shouldReadTheMachineThatItRunsOn() {
    assumeTrue(Files.exists(Path.of("/proc/diskstats")));
    HostReading reading = new HostReader().read();
    assertThat(reading.processors().count()).isPositive();
    assertThat(reading.memory().get("MemTotal")).isPositive();
    assertThat(reading.snmp()).containsKeys("Ip", "Icmp", "Tcp", "Udp");
    assertThat(HostSamples.of(reading)).isNotEmpty();
  }

  private HostReading.Interface eth0() {
    List<HostReading.Interface> interfaces = machine.read().interfaces();
    assertThat(interfaces).hasSize(1);
    return interfaces.getFirst();
  }
}
