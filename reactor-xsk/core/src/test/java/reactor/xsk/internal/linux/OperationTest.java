package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.XskException;

class OperationTest {

  @Test
  void shouldSayOperationErrnoValuesAndWhatToTry() {
    assertThat(Operation.BIND.failed(-16, "interface=eth0, queue=3, mode=COPY"))
        .hasMessage(
            "bind(AF_XDP) failed: EBUSY (16): interface=eth0, queue=3, mode=COPY — another AF_XDP"
                + " socket holds this queue (or was closed a moment ago): use another queue, close"
                + " the other socket, or raise bindTimeout");
  }

  @Test
  void shouldKeepThePartsOfTheMessage() {
    XskException failure = Operation.SOCKET.failed(-1, "type=SOCK_RAW");

    assertThat(failure.operation()).isEqualTo("socket(AF_XDP)");
    assertThat(failure.errno()).isEqualTo(1);
    assertThat(failure.reason()).isEqualTo("EPERM");
    assertThat(failure.values()).isEqualTo("type=SOCK_RAW");
    assertThat(failure.hint()).contains("CAP_NET_RAW").contains("unshare -Urn");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2147483647"})
  void shouldHandOnWhatASuccessfulCallAnswered(int result) {
    assertThat(Operation.SOCKET.check(result, "")).isEqualTo(result);
  }

  @Test
  void shouldThrowWhatAFailedCallAnswered() {
    assertThatThrownBy(() -> Operation.MAP_RING.check(-12, "lengthBytes=4096"))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("mmap(ring) failed: ENOMEM (12): lengthBytes=4096 — ");
  }

  // what users run into, and the word of the hint that helps them
  @ParameterizedTest
  @CsvSource({
    "SOCKET, 1, CAP_NET_RAW",
    "SOCKET, 97, CONFIG_XDP_SOCKETS",
    "SOCKET, 24, ulimit -n",
    "FIND_INTERFACE, 19, no such interface",
    "GET_LINK, 19, no such interface",
    "NETLINK_SOCKET, 97, RestrictAddressFamilies",
    "REGISTER_UMEM, 105, ulimit -l",
    "REGISTER_UMEM, 12, smaller frameCount",
    "REGISTER_UMEM, 22, frameSize",
    "MAP_UMEM, 12, smaller frameCount",
    "TRANSMIT_BUDGET, 13, batchSize",
    "BIND, 16, bindTimeout",
    "BIND, 22, queue does not exist",
    "BIND_ZERO_COPY, 95, use mode AUTO or COPY",
    "BIND_ZERO_COPY, 22, iommu_platform=on",
    "BIND, 19, gone",
    "BIND_ZERO_COPY, 100, ip link set dev NAME up",
    "KICK, 6, interface was removed",
    "KICK, 100, ip link set dev NAME up",
    "KICK, 16, dropped the packet"
  })
  void shouldHintAtWhatHelps(Operation operation, int errno, String word) {
    assertThat(operation.failed(-errno, "").hint()).contains(word);
  }

  @ParameterizedTest
  @EnumSource
  void shouldHintAtSomethingForAnyErrno(Operation operation) {
    assertThat(operation.failed(-71, "").hint()).hasSizeGreaterThan(20);
  }

  @Test
  void shouldNameEachOperationDifferently() {
    Set<Operation> ofOtherModes = EnumSet.of(Operation.BIND_ZERO_COPY, Operation.KICK_ZERO_COPY);

    assertThat(
            EnumSet.complementOf(EnumSet.copyOf(ofOtherModes)).stream()
                .map(it -> it.failed(-5, "").operation()))
        .doesNotHaveDuplicates();
  }
}
