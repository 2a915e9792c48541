package reactor.xsk.internal.sender;

import org.testng.annotations.DataProvider;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** How a source meets the sender's subscriber. */
enum SourceKind {
  PLAIN,
  SYNC_FUSED,
  ASYNC_FUSED;

  /** {@code source}, which is SYNC-fused, as a source of this kind. */
  <T> Flux<T> of(Flux<T> source) {
    return switch (this) {
      case PLAIN -> source.hide();
      case SYNC_FUSED -> source;
      case ASYNC_FUSED -> source.publishOn(Schedulers.parallel());
    };
  }

  /** For TestNG: each kind. */
  static final class Provider {

    private Provider() {}

    @DataProvider
    public static Object[] kinds() {
      return values();
    }
  }
}
