package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskGrant;
import reactor.xsk.XskGrants;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** What a lane says that it asked of the running kernel, and was granted. */
@RealKernel
class GrantsKernelTest {

  private static final Path WMEM_MAX = Path.of("/proc/sys/net/core/wmem_max");

  /** Above what any net.core.wmem_max grants. */
  private static final int LARGE_RING = 32_768;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldSayOfASenderWithoutCapNetAdminThatItsSendBufferIsCapped() throws Exception {
    XskGrant sendBuffer =
        Privileges.without(Privileges.CAP_NET_ADMIN, () -> grants(LARGE_RING)).sendBufferBytes();

    assertThat(sendBuffer.asked()).isEqualTo(LARGE_RING * (2_048L + 1_024));
    assertThat(sendBuffer.granted()).isLessThan(sendBuffer.asked());
    if (Files.exists(WMEM_MAX)) { // 6.1 shows it in the first network namespace only
      assertThat(sendBuffer.granted()).isEqualTo(2 * mostBytes());
    }
    assertThat(sendBuffer.isFull()).isFalse();
    assertThat(sendBuffer.note()).contains("net.core.wmem_max");
  }

  @Test
  void shouldSayWhatWasGrantedToASenderInCopyMode() {
    XskGrants grants = grants(2_048);

    assertThat(grants.bindFlags()).isEqualTo(XskGrant.of(10, 10, "copy, need-wakeup"));
    assertThat(grants.transmitBudget().asked()).isEqualTo(256);
    assertThat(grants.transmitBudget().granted()).isIn(32L, 256L);
  }

  @Test
  void shouldSendFromHugePagesOrSayWhyItDoesNot() {
    XskConfig config = XskConfig.builder(pair.near()).mode(XskMode.COPY).hugePages(true).build();
    try (XskSender sender = XskSender.create(config)) {
      SendReport report =
          sender
              .send(Flux.range(0, 1_000), (i, frame) -> SmallPacket.write(i, 60, 60, frame))
              .block(PATIENCE);
      XskGrant hugePages = sender.queues().getFirst().grants().hugePageBytes();

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(1_000);
      assertThat(hugePages.asked()).isEqualTo(2_048 * 2_048);
      assertThat(hugePages.isFull()).isEqualTo(hugePages.note().isEmpty());
    }
  }

  /** At once: a file of sysctl has nothing more to say to a second read. */
  private static long mostBytes() throws IOException {
    byte[] text = new byte[32];
    try (InputStream file = Files.newInputStream(WMEM_MAX)) {
      int length = file.read(text);
      return Long.parseLong(new String(text, 0, length, StandardCharsets.US_ASCII).strip());
    }
  }

  private XskGrants grants(int txRingSize) {
    XskConfig config =
        XskConfig.builder(pair.near())
            .mode(XskMode.COPY)
            .frameCount(64)
            .txRingSize(txRingSize)
            .build();
    try (XskSender sender = XskSender.create(config)) {
      return sender.queues().getFirst().grants();
    }
  }
}
