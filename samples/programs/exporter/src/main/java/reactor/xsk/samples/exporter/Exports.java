package reactor.xsk.samples.exporter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The exports to all collectors. One that cannot be started or has failed is tried again, and holds
 * back no other. For one thread.
 */
final class Exports {

  static final Duration RETRY = Duration.ofSeconds(10);

  private final Function<Destination, Export> starter;
  private final Consumer<String> log;
  private final Map<Destination, Export> running = new LinkedHashMap<>();
  private final Map<Destination, Failure> failed = new LinkedHashMap<>();

  /**
   * Exports to no collector.
   *
   * @param starter starts one
   * @param log takes lines for the user
   */
  Exports(Function<Destination, Export> starter, Consumer<String> log) {
    this.starter = starter;
    this.log = log;
  }

  /** Why and when an export failed, by {@code System.nanoTime}. */
  private record Failure(String message, long timeNs) {}

  /** Ends the exports that are not wanted any more, and starts those that are new. */
  void want(Set<Destination> wanted, Duration longestEnd) {
    List<Destination> gone = new ArrayList<>(running.keySet());
    gone.removeAll(wanted);
    end(gone, longestEnd);
    failed.keySet().retainAll(wanted);
    for (Destination destination : wanted) {
      if (!running.containsKey(destination) && !failed.containsKey(destination)) {
        start(destination, null);
      }
    }
  }

  private void start(Destination destination, @Nullable String messageBefore) {
    try {
      running.put(destination, starter.apply(destination));
      log.accept(destination + ": started");
    } catch (RuntimeException e) {
      fail(destination, "not started", e, messageBefore);
    }
  }

  /** Says why, unless that was said the time before. */
  private void fail(
      Destination destination, String what, Throwable why, @Nullable String messageBefore) {
    String message = why.getMessage() == null ? why.toString() : why.getMessage();
    failed.put(destination, new Failure(message, System.nanoTime()));
    if (!Objects.equals(message, messageBefore)) {
      log.accept(
          "%s: %s, trying again every %d s: %s"
              .formatted(destination, what, RETRY.toSeconds(), message));
    }
  }

  /** Takes note of exports that have failed, and tries them again after a while. */
  void look(long nowNs) {
    for (Export export : List.copyOf(running.values())) {
      Throwable failure = export.failure();
      if (failure != null) {
        log.accept(export.status());
        export.close();
        running.remove(export.destination());
        fail(export.destination(), "FAILED", failure, null);
      }
    }
    for (Map.Entry<Destination, Failure> each : new HashMap<>(failed).entrySet()) {
      if (nowNs - each.getValue().timeNs() >= RETRY.toNanos()) {
        failed.remove(each.getKey());
        start(each.getKey(), each.getValue().message());
      }
    }
  }

  List<String> status() {
    List<String> lines = new ArrayList<>();
    running.values().forEach(export -> lines.add(export.status()));
    failed.forEach((destination, why) -> lines.add(destination + ": FAILED: " + why.message()));
    return lines;
  }

  /** Whether every source has ended. */
  boolean areOver() {
    return failed.isEmpty() && running.values().stream().allMatch(Export::isOver);
  }

  /** Ends all, and returns whether none of them failed. */
  boolean end(Duration longest) {
    boolean good = end(List.copyOf(running.keySet()), longest);
    failed.forEach((destination, why) -> log.accept(destination + ": FAILED: " + why.message()));
    return good && failed.isEmpty();
  }

  private boolean end(Collection<Destination> destinations, Duration longest) {
    List<Export> ending =
        running.values().stream().filter(it -> destinations.contains(it.destination())).toList();
    ending.forEach(Export::stop);
    long deadlineNs = System.nanoTime() + longest.toNanos();
    boolean good = true;
    for (Export export : ending) {
      good &= export.awaitEnd(Math.max(0, deadlineNs - System.nanoTime()));
      log.accept(export.outcome());
      export.close();
    }
    running.keySet().removeAll(destinations);
    return good;
  }
}
