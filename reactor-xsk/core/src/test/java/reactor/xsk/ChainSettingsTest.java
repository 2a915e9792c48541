package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.XskConfig.Builder;

/** What a frame of several chunks goes with. */
class ChainSettingsTest {

  private static Builder frames(int bytes) {
    return XskConfig.builder("eth0").frameSize(bytes);
  }

  static Stream<Named<Builder>> combinationsThatDoNotGo() {
    MetadataOptions checksums = MetadataOptions.none().checksums(ChecksumOffload.DEVICE);
    return Stream.of(
        Named.of("txRingSize", frames(8_192).batchSize(33).txRingSize(64)),
        Named.of("frameCount", frames(65_536).frameCount((1 << 16) + 1)),
        Named.of("kernelBatch", frames(65_536).kernelBatch(15)),
        Named.of("BULK", frames(8_192).mode(XskMode.BULK)),
        Named.of("metadata", frames(8_192).metadata(checksums)));
  }

  @ParameterizedTest
  @MethodSource("combinationsThatDoNotGo")
  void shouldRefuseWhatDoesNotGoWithChains(Builder builder) {
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("frameSize");
  }

  @Test
  void shouldTakeWhatJustGoes() {
    assertThatNoException()
        .isThrownBy(
            () -> {
              frames(8_192).batchSize(32).txRingSize(64).build();
              frames(65_536).frameCount(1 << 16).build();
              frames(65_536).kernelBatch(16).build();
              frames(4_096).mode(XskMode.BULK).build();
            });
  }
}
