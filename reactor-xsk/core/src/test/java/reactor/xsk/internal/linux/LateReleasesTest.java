package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be released while memory has run out is released once there is some. */
class LateReleasesTest {

  private final LateReleases late = new LateReleases();
  private final List<String> released = new ArrayList<>();
  private boolean full;

  private final LateReleases.Calls calls =
      new LateReleases.Calls() {
        @Override
        public int closeNow(int fd) {
          return release("fd " + fd);
        }

        @Override
        public int munmapNow(long address, long lengthBytes) {
          return release("%d bytes at %d".formatted(lengthBytes, address));
        }
      };

  private int release(String what) {
    if (full) {
      throw new OutOfMemoryError("injected");
    }
    released.add(what);
    return -9;
  }

  @Test
  void shouldReleaseAtOnceWhereThereIsMemory() {
    assertThat(late.close(calls, 7)).as("the answer of the call").isEqualTo(-9);
    late.munmap(calls, 4_096, 64);

    assertThat(released).containsExactly("fd 7", "64 bytes at 4096");
    assertThat(late.waiting()).isZero();
  }

  @Test
  void shouldReleaseEachOnceWithTheNextCallThatFindsMemory() {
    full = true;
    late.close(calls, 7);
    late.munmap(calls, 4_096, 64);
    late.close(calls, 8);
    late.retry(calls);
    assertThat(late.waiting()).isEqualTo(3);

    full = false;
    late.close(calls, 9);
    late.retry(calls);

    assertThat(released).containsExactlyInAnyOrder("fd 7", "64 bytes at 4096", "fd 8", "fd 9");
    assertThat(late.waiting()).isZero();
  }

  @Test
  void shouldNotGrowBeyondItsMemory() {
    full = true;
    for (int fd = 0; fd < 10_000; fd++) {
      late.close(calls, fd);
    }
    full = false;
    late.retry(calls);

    assertThat(released).hasSize(1_024).doesNotHaveDuplicates();
  }
}
