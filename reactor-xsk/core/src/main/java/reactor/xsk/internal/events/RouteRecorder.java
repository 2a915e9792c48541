package reactor.xsk.internal.events;

/** Writes the events of routes. Called by the thread that follows them. */
public final class RouteRecorder {

  private RouteRecorder() {}

  /** A route has changed; {@code reason} is why there is no way, or empty. */
  public static void changed(
      Object destination, boolean resolved, int maxPayloadBytes, String reason) {
    if (!QueueEvents.mayRecord()) {
      return;
    }
    RouteChangedEvent event = new RouteChangedEvent();
    if (event.shouldCommit()) {
      event.destination = destination.toString();
      event.resolved = resolved;
      event.maxPayload = maxPayloadBytes;
      event.reason = reason.isEmpty() ? null : reason;
      event.commit();
    }
  }
}
