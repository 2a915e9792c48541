package reactor.xsk.contract;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.xsk.Packet;
import reactor.xsk.SendResult;
import reactor.xsk.support.VirtualSender;

/** Results of packets that write themselves. */
class PacketResultsTest {

  /** A packet type of a user's own. */
  private record Blank(int lengthBytes) implements Packet {

    @Override
    public int writeTo(MemorySegment frame) {
      frame.asSlice(0, lengthBytes).fill((byte) 0);
      return lengthBytes;
    }
  }

  @Test
  void shouldGiveEachPacketBackAsTheTypeThatItHas() {
    List<Blank> packets = List.of(new Blank(60), new Blank(61));
    try (VirtualSender sender = VirtualSender.open()) {
      Flux<SendResult<Blank>> results = sender.sendWithResults(Flux.fromIterable(packets));

      StepVerifier.create(results.filter(SendResult::isCompleted).map(SendResult::item))
          .expectNextSequence(packets)
          .verifyComplete();
    }
  }
}
