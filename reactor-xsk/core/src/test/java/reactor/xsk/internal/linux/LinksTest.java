package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.xsk.XskException;

/** The running kernel's answers; the loopback interface is everywhere. Needs no privilege. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "netlink is Linux's")
class LinksTest {

  private NetlinkSocket socket;
  private Links links;

  @BeforeEach
  void open() {
    socket = NetlinkSocket.open(new FfmLinuxCalls(), Netlink.NETLINK_ROUTE);
    links = new Links(socket);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void shouldFindAnInterfaceByNameAndByIndex() throws IOException {
    int index = Integer.parseInt(Files.readString(Path.of("/sys/class/net/lo/ifindex")).strip());

    assertThat(links.byName("lo").interfaceIndex()).isEqualTo(index);
    assertThat(links.byIndex(index).name()).isEqualTo("lo");
  }

  @Test
  void shouldKnowWhatTheLoopbackInterfaceIs() {
    Link loopback = links.byName("lo");

    assertThat(loopback.hardwareType()).isEqualTo(Link.ARPHRD_LOOPBACK);
    assertThat(loopback.mtuBytes()).isPositive();
    assertThat(loopback.kind()).as("no virtual kind").isNull();
    assertThat(loopback.lowerIndex()).as("nothing below").isZero();
    assertThat(loopback.address()).hasSize(6);
    assertThat(loopback.attributes().has(Link.IFLA_IFNAME)).isTrue();
    assertThat(loopback.statistic(LinkStatistic.TX_DROPPED)).isNotNegative();
  }

  @Test
  void shouldSayThatNoInterfaceHasANameOfAnyLength() {
    for (int lengthBytes : new int[] {16, 127, 128, 5_000}) {
      assertThatThrownBy(() -> links.byName("x".repeat(lengthBytes)))
          .as("%d bytes", lengthBytes)
          .isInstanceOf(XskException.class)
          .hasMessageContaining("ENODEV");
    }
  }

  @Test
  void shouldSayThatThereIsNoInterfaceOfAName() {
    assertThatThrownBy(() -> links.byName("no-such-if0"))
        .isInstanceOf(XskException.class)
        .hasMessageStartingWith("netlink(RTM_GETLINK) failed: ENODEV (19): interface=no-such-if0")
        .hasMessageContaining("no such interface");
  }

  @Test
  void shouldSayThatThereIsNoInterfaceOfANameThatIsTooLong() {
    assertThatThrownBy(() -> links.byName("an-alternative-name-that-is-long"))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("ENODEV");
  }

  @Test
  void shouldSayThatThereIsNoInterfaceOfAnIndex() {
    assertThatThrownBy(() -> links.byIndex(Integer.MAX_VALUE))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("ENODEV (19): ifindex=2147483647");
  }

  @Test
  void shouldAnswerEveryInterfaceOfADump() {
    List<NetlinkMessage> answer = new ArrayList<>();
    NetlinkRequest dump =
        new NetlinkRequest(Link.RTM_GETLINK, Netlink.NLM_F_DUMP).u32(0).u32(0).u32(0).u32(0);

    assertThat(socket.request(dump, answer)).isZero();

    assertThat(answer).extracting(it -> new Link(it).name()).contains("lo");
  }

  @Test
  void shouldExplainARefusalInTheKernelsWords() {
    NetlinkRequest strange = new NetlinkRequest(Link.RTM_GETLINK, 0).u32(0).u32(1).u32(0x41).u32(0);

    assertThat(socket.request(strange, new ArrayList<>())).isEqualTo(-Errno.EINVAL);

    assertThat(socket.explanation()).containsIgnoringCase("invalid");
  }

  @Test
  void shouldAnswerNothingRatherThanWaitWhenNoEventHasCome() {
    socket.join(Link.RTNLGRP_LINK);

    assertThat(socket.await(0)).isFalse();
    assertThat(socket.receive(new ArrayList<>())).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void shouldSayThatAGroupCannotBeJoined() {
    assertThatThrownBy(() -> socket.join(100_000))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("EINVAL (22): group=100000");
  }
}
