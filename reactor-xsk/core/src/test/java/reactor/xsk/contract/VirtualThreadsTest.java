package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** A sender works from virtual threads: whoever subscribes, emits or closes. */
@Timeout(60)
class VirtualThreadsTest {

  private static final int STREAMS = 200;
  private static final int PACKETS = 50;

  @Test
  void shouldServeManyStreamsThatBlockOnVirtualThreads() throws Exception {
    Numbered.Receiver receiver = new Numbered.Receiver();
    VirtualKernel kernel = VirtualKernel.builder().onPacket(receiver).build();
    try (VirtualSender sender = VirtualSender.open(kernel, config -> config);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SendReport>> reports = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        reports.add(threads.submit(() -> sender.sendNumbers(Flux.range(0, PACKETS)).block()));
      }
      for (Future<SendReport> report : reports) {
        assertThat(report.get(30, TimeUnit.SECONDS).completed()).isEqualTo(PACKETS);
      }
    }
    assertThat(receiver.numbers()).hasSize(STREAMS * PACKETS);
  }

  @Test
  void shouldTakeItemsFromVirtualThreads() throws Exception {
    try (VirtualSender sender = VirtualSender.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Flux<Integer> source =
          Flux.<Integer>create(
                  sink -> {
                    for (int i = 0; i < 1_000; i++) {
                      Thread.yield();
                      sink.next(i);
                    }
                    sink.complete();
                  })
              .subscribeOn(Schedulers.fromExecutorService(threads));
      assertThat(sender.sendNumbers(source).block(Await.DEADLINE).completed()).isEqualTo(1_000);
    }
  }

  @Test
  void shouldCloseFromVirtualThreads() throws Exception {
    VirtualSender sender = VirtualSender.open();
    Future<Throwable> error;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ProbeSource<Integer> source = new ProbeSource<>();
      error =
          threads.submit(
              () -> {
                try {
                  sender.sendNumbers(source).block();
                  return new AssertionError("completed");
                } catch (XskClosedException e) {
                  return e;
                }
              });
      source.awaitRequested(1);
      for (int i = 0; i < 10; i++) {
        threads.submit(sender::close);
      }
    } // waits for them all
    assertThat(error.get()).isInstanceOf(XskClosedException.class);
  }
}
