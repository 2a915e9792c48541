package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.ChecksumOffload;
import reactor.xsk.MetadataOptions;
import reactor.xsk.MetadataWriter;
import reactor.xsk.SendReport;
import reactor.xsk.net.UdpHeaders;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** Nothing is allocated per packet by the library on the steady path: invariant 8. */
@Timeout(120)
class AllocationTest {

  private static final long PACKETS = 1_000_000;

  /** Until the compiler has done its work, which takes time on a busy machine. */
  private static final int MOST_ROUNDS = 30;

  private static final double MOST_BYTES_PER_PACKET = 0.1;

  private static final Integer ITEM = 7;

  static Stream<Named<Flux<Integer>>> sources() {
    return Stream.of(
        Named.of("SYNC-fused", Flux.generate(sink -> sink.next(ITEM))),
        Named.of("plain, with a thread of its own", new OwnThreadSource(ITEM)),
        Named.of("plain", Flux.<Integer>generate(sink -> sink.next(ITEM)).hide()),
        Named.of(
            "a pipeline of operators",
            Flux.<Integer>generate(sink -> sink.next(ITEM)).map(n -> n)));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void shouldAllocateNothingPerPacket(Flux<Integer> source) {
    try (VirtualSender sender = VirtualSender.open()) {
      assertAllocatesNothing(sender, sender.sendNumbers(source));
    }
  }

  @Test
  void shouldAllocateNothingPerPacketThatAsksForAChecksum() {
    MetadataOptions checksums = MetadataOptions.none().checksums(ChecksumOffload.DEVICE);
    MetadataWriter<Integer> writer =
        (number, frame, metadata) -> {
          metadata.checksum(14, 0);
          return Numbered.WRITER.write(number, frame);
        };
    VirtualKernel kernel = VirtualKernel.create();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.metadata(checksums))) {
      assertAllocatesNothing(
          sender, sender.send(Flux.<Integer>generate(sink -> sink.next(ITEM)), writer));
    }
  }

  @Test
  void shouldAllocateNothingPerDatagramWhoseChecksumIsLeftToTheDevice() {
    MetadataOptions checksums = MetadataOptions.none().checksums(ChecksumOffload.DEVICE);
    UdpHeaders headers =
        UdpHeaders.builder(
                new InetSocketAddress("10.0.0.1", 40_000), new InetSocketAddress("10.0.0.2", 4_739))
            .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
            .build();
    VirtualKernel kernel = VirtualKernel.create();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it.metadata(checksums))) {
      assertAllocatesNothing(
          sender,
          sender.send(
              Flux.<Integer>generate(sink -> sink.next(ITEM)),
              headers.datagrams(Numbered.WRITER::write)));
    }
  }

  private static void assertAllocatesNothing(VirtualSender sender, Mono<SendReport> sending) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Disposable stream = sending.onErrorComplete().subscribe();
    try {
      long loop = LoopThreads.of(sender.interfaceName()).orElseThrow().threadId();
      double least = Double.MAX_VALUE;
      for (int round = 0; round < MOST_ROUNDS && least >= MOST_BYTES_PER_PACKET; round++) {
        least = Math.min(least, bytesPerPacket(sender, threads, loop));
      }

      assertThat(least).as("bytes per packet").isLessThan(MOST_BYTES_PER_PACKET);
    } finally {
      stream.dispose();
    }
  }

  private static double bytesPerPacket(VirtualSender sender, ThreadMXBean threads, long loop) {
    long packetsBefore = sender.counters().packets();
    long bytesBefore = threads.getThreadAllocatedBytes(loop);
    awaitPackets(sender, packetsBefore + PACKETS);
    long bytes = threads.getThreadAllocatedBytes(loop) - bytesBefore;
    return (double) bytes / (sender.counters().packets() - packetsBefore);
  }

  private static void awaitPackets(VirtualSender sender, long packets) {
    Await.until(packets + " packets", () -> sender.counters().packets() >= packets);
  }
}
