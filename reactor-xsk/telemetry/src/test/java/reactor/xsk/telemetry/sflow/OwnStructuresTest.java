package reactor.xsk.telemetry.sflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.telemetry.Written;

/** Structures of the user's own: one of a wrong size would shift all that follows it. */
class OwnStructuresTest {

  private final SflowExporter exporter =
      SflowExporter.builder(InetAddress.ofLiteral("192.0.2.10")).build();

  /** A structure of enterprise 32473. */
  private record Own(int sizeBytes, int written) implements SflowRecord {

    @Override
    public int format() {
      return 32473 << 12 | 1;
    }

    @Override
    public void write(XdrWriter out) {
      out.fixed(new byte[written]);
    }
  }

  private List<byte[]> written(int sizeBytes, int written) {
    SflowSample sample =
        new CountersSample(SourceId.ofHost(), List.of(new Own(sizeBytes, written)));
    return exporter
        .messages(Flux.just(sample))
        .map(message -> Written.message(message, 512))
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void shouldSendAStructureThatIsAsLongAsItSays() {
    assertThat(written(8, 8)).hasSize(1);
  }

  @Test
  void shouldRefuseASizeThatIsNoMultipleOfFour() {
    assertThat(written(6, 6)).isEmpty();
    assertThat(exporter.report().notSentRecords()).isEqualTo(1);
    assertThat(exporter.report().firstFailure()).hasMessageContaining("no multiple of four");
  }

  @Test
  void shouldNotWriteADatagramWithAStructureOfAnotherSizeThanItSays() {
    assertThatThrownBy(() -> written(8, 4)).hasMessageContaining("Own has 8 octets and wrote 4");
  }
}
