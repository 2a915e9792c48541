package reactor.xsk.internal.net;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.Errno;

/**
 * Keeps the kernel's entries of next hops resolved and true. The kernel does that for what passes
 * its own stack, and AF_XDP packets do not. What asks on the wire is always the kernel. One thread
 * at a time.
 */
final class Upkeep {

  /** How often a next hop without a MAC address is asked for. */
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

  private final KernelTables tables;
  private final NextHopDatagrams datagrams;
  private final long verifyEveryNs;
  private final Map<NextHop, Entry> entries = new HashMap<>();
  private UpkeepWay best = UpkeepWay.MANAGED;
  private String whyNotBetter = "";

  /** What is done for one next hop. */
  private static final class Entry {
    private UpkeepWay way = UpkeepWay.NOTHING_TO_DO;
    private boolean isManagedByUs;
    private long dueNs;
  }

  /**
   * Upkeep with a period.
   *
   * @param verifyEveryNs how old the last confirmation of a next hop may become
   */
  Upkeep(KernelTables tables, NextHopDatagrams datagrams, long verifyEveryNs) {
    this.tables = tables;
    this.datagrams = datagrams;
    this.verifyEveryNs = verifyEveryNs;
  }

  /** By what a next hop is kept fresh; {@code otherwise} if it was not tended yet. */
  UpkeepWay wayOf(NextHop hop, UpkeepWay otherwise) {
    Entry entry = entries.get(hop);
    return entry == null ? otherwise : entry.way;
  }

  /** Whether something is to be done for a next hop. */
  boolean isDue(NextHop hop, long nowNs) {
    Entry entry = entries.get(hop);
    return entry != null && entry.dueNs - nowNs <= 0;
  }

  /** Why there is no better way; the empty string if this is the best. */
  String whyNotBetter() {
    return whyNotBetter;
  }

  /** When the next entry is due; {@code otherwise} if that is earlier. */
  long nextDueNs(long otherwise) {
    long due = otherwise;
    for (Entry entry : entries.values()) {
      due = entry.dueNs - due < 0 ? entry.dueNs : due;
    }
    return due;
  }

  /** Forgets the next hops that are in use no more. */
  void retain(Set<NextHop> used) {
    Iterator<Map.Entry<NextHop, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<NextHop, Entry> each = all.next();
      if (!used.contains(each.getKey())) {
        release(each.getKey(), each.getValue());
        all.remove();
      }
    }
  }

  /** Nothing can be done for a next hop at the moment: its link is down. */
  void postpone(NextHop hop, long nowNs) {
    Entry entry = entries.get(hop);
    if (entry != null) {
      entry.dueNs = nowNs + RETRY_NS;
    }
  }

  /** Does what is due for a next hop that is in use. */
  void tend(NextHop hop, long nowNs) {
    Entry entry = entries.computeIfAbsent(hop, key -> new Entry());
    Neighbour neighbour = tables.neighbour(hop);
    if (neighbour != null && neighbour.isStatic()) {
      entry.way = UpkeepWay.NOTHING_TO_DO;
      entry.dueNs = nowNs + verifyEveryNs;
    } else if (neighbour == null || neighbour.usableMac() == null) {
      tendMissing(hop, entry, neighbour, nowNs);
    } else {
      tendKnown(hop, entry, neighbour, nowNs);
    }
  }

  private void tendMissing(NextHop hop, Entry entry, @Nullable Neighbour neighbour, long nowNs) {
    boolean isLost = entry.isManagedByUs && (neighbour == null || !neighbour.isManaged());
    if (isLost || entry.dueNs - nowNs <= 0 || entry.way == UpkeepWay.NOTHING_TO_DO) {
      keep(hop, entry, neighbour);
      if (entry.way == UpkeepWay.MANAGED && neighbour != null && neighbour.hasFailed()) {
        tables.probe(hop); // a managed entry that has failed is tried anew every 5 s only
        tables.manage(hop);
      }
      entry.dueNs = nowNs + RETRY_NS;
    }
  }

  private void tendKnown(NextHop hop, Entry entry, Neighbour neighbour, long nowNs) {
    boolean isNew = entry.way == UpkeepWay.NOTHING_TO_DO;
    boolean isLost = entry.isManagedByUs && !neighbour.isManaged();
    if (isNew || isLost) {
      keep(hop, entry, neighbour);
      entry.dueNs = nowNs + verifyEveryNs;
    }
    if (entry.dueNs - nowNs <= 0) {
      verify(hop, entry, neighbour);
      entry.dueNs = nowNs + verifyEveryNs;
    }
  }

  private void verify(NextHop hop, Entry entry, Neighbour neighbour) {
    if (entry.way == UpkeepWay.DATAGRAMS) {
      sendDatagram(hop);
    } else if (!neighbour.isBeingAsked()
        && neighbour.confirmedMs() >= TimeUnit.NANOSECONDS.toMillis(verifyEveryNs) / 2) {
      tables.probe(hop);
      if (neighbour.isManaged()) {
        tables.manage(hop); // which the probe has ended
      }
    }
  }

  /** Takes the best way that kernel and privileges allow. */
  private void keep(NextHop hop, Entry entry, @Nullable Neighbour neighbour) {
    if (best == UpkeepWay.MANAGED) {
      int errno = tables.manage(hop);
      if (errno == 0) {
        entry.isManagedByUs |= neighbour == null || !neighbour.isManaged();
      } else if (isFinal(errno)) {
        lower(errno == Errno.EPERM ? UpkeepWay.DATAGRAMS : UpkeepWay.ASKED, errno);
      }
    }
    if (best == UpkeepWay.ASKED) {
      int errno = tables.use(hop);
      if (errno == Errno.EPERM) {
        lower(UpkeepWay.DATAGRAMS, errno);
      }
    }
    if (best == UpkeepWay.DATAGRAMS) {
      sendDatagram(hop);
    }
    entry.way = best;
  }

  private void sendDatagram(NextHop hop) {
    tables.forget(hop);
    datagrams.send(hop);
  }

  /** Not of one next hop, as a full table is or an interface that is gone. */
  private static boolean isFinal(int errno) {
    return errno == Errno.EPERM || errno == Errno.EINVAL || errno == Errno.EOPNOTSUPP;
  }

  private void lower(UpkeepWay way, int errno) {
    best = way;
    whyNotBetter =
        errno == Errno.EPERM
            ? "EPERM (1) without CAP_NET_ADMIN: a next hop that dies silently is noticed after up"
                + " to a minute"
            : "%s (%d): NTF_EXT_MANAGED needs Linux 5.16".formatted(Errno.nameOf(errno), errno);
  }

  private void release(NextHop hop, Entry entry) {
    if (entry.isManagedByUs) {
      tables.probe(hop); // an ordinary entry from now on, for whoever else uses it
    }
  }

  /** Undoes what was done to entries of the kernel. */
  void close() {
    retain(Set.of());
  }
}
