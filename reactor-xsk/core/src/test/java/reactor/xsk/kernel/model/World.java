package reactor.xsk.kernel.model;

import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.kernel.support.Eventually;

/** A kernel with one interface, real or modelled, and what can be done to it. */
abstract class World implements AutoCloseable {

  /** Few, because an ordinary user may lock little memory. */
  static final int FRAMES = 64;

  /** Settings of a sender on the interface. */
  final XskConfig.Builder config() {
    return config(interfaceName());
  }

  /** The same for any name. */
  abstract XskConfig.Builder config(String interfaceName);

  abstract String interfaceName();

  /** {@code ip link set dev NAME up} or {@code down}. */
  abstract void setUp(boolean up);

  /** Plugs the cable in, or pulls it. */
  abstract void setCarrier(boolean carrier);

  abstract void setMtu(int bytes);

  /** {@code ip link del}. */
  abstract void remove();

  /** From now on the device keeps the packets that it gets. */
  abstract void hold();

  /** The device gives back all that it keeps, and keeps nothing more. */
  abstract void release();

  @Override
  public abstract void close();

  // ---- what scenarios say of an outcome

  /** The report of a stream that ends well, or the failure that ended it, in words. */
  static String outcomeOf(Mono<SendReport> stream) {
    return outcomeOf(stream.toFuture());
  }

  /** The same of one that is under way. */
  static String outcomeOf(CompletableFuture<SendReport> stream) {
    try {
      return accountOf(stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause() instanceof XskException failure
          ? messageOf(failure) + " " + accountOf(failure.report())
          : String.valueOf(e.getCause());
    } catch (Exception e) {
      return String.valueOf(e);
    }
  }

  static String accountOf(@Nullable SendReport report) {
    if (report == null) {
      return "[no account]";
    }
    String account =
        "[accepted=%d, completed=%d, dropped=%d, failed=%d, discarded=%d, lost=%d]"
            .formatted(
                report.accepted(),
                report.completed(),
                report.dropped(),
                report.failed(),
                report.discarded(),
                report.lost());
    return report.firstFailure() == null
        ? account
        : account + " first: " + messageOf(report.firstFailure());
  }

  /** What an attempt throws, or that it throws nothing. */
  static String failureOf(Runnable attempt) {
    try {
      attempt.run();
      return "nothing thrown";
    } catch (RuntimeException e) {
      return messageOf(e);
    }
  }

  /** A message without what differs from machine to machine. */
  static String messageOf(Throwable failure) {
    return (failure.getClass().getSimpleName() + ": " + failure.getMessage())
        .replaceAll("interface=\\S+?(?=[,: ]|$)", "interface=IF")
        .replaceAll("ifindex=\\d+", "ifindex=N")
        .replaceAll( // grants of a socket: the model has none
            ", (sendBufferBytes|bindFlags)=\\d+( of \\d+)?( \\([^)]*\\))?", "")
        .replaceAll("the last of \\S+ is \\d+ \\((`ethtool -l` lists the channels)\\)", "$1")
        .replaceAll("oldestMs=\\d+", "oldestMs=N")
        .replaceAll("txRingEmptyDescs=\\d+", "txRingEmptyDescs=N")
        .replaceAll("waitedMs=\\d+", "waitedMs=N");
  }

  static void await(String what, BooleanSupplier condition) {
    Eventually.hold(what, PATIENCE, condition);
  }
}
