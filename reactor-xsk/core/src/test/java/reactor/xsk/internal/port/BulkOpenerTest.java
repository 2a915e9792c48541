package reactor.xsk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskConfig;

class BulkOpenerTest {

  @ParameterizedTest(name = "windows of {0}, {1} frames: calls of {2}")
  @CsvSource({
    "1, 2048, 512",
    "32, 2048, 512",
    "100, 2048, 500",
    "256, 2048, 512",
    "400, 2048, 800",
    "1024, 2048, 2048",
    "1024, 4096, 2048",
  })
  void shouldShareACallOfWholeWindowsAndOfTwoAtLeast(int batchSize, int frameCount, int callSize) {
    assertThat(callSize(batchSize, frameCount)).isEqualTo(callSize);
  }

  @ParameterizedTest(name = "windows of {0}, {1} frames: calls of {2}")
  @CsvSource({"32, 64, 64", "32, 80, 64", "256, 300, 256", "1024, 1024, 1024", "1024, 2047, 1024"})
  void shouldNotShareACallForWhichThereAreNoFrames(int batchSize, int frameCount, int callSize) {
    assertThat(callSize(batchSize, frameCount)).isEqualTo(callSize);
  }

  private static int callSize(int batchSize, int frameCount) {
    return BulkOpener.callSize(
        XskConfig.builder("eth0").batchSize(batchSize).frameCount(frameCount).build());
  }
}
