package reactor.xsk.internal.linux;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What to try next, for each errno that a call can answer. A hint names only causes that its errno
 * can have; an errno that no Linux is known to answer gets none of them.
 */
public final class Hints {

  private static final String UNKNOWN =
      "Linux is not known to answer this here; a seccomp filter can (container, systemd"
          + " SystemCallFilter=): run without one, or report it with the kernel's version";

  private final Map<Integer, String> byErrno = new TreeMap<>();

  private Hints() {}

  /** None yet. */
  public static Hints of() {
    return new Hints();
  }

  /** Those of any call that makes a file descriptor: limits, and memory of the kernel. */
  public static Hints ofDescriptors() {
    return of().on(
            "the process has too many open files: raise ulimit -n (LimitNOFILE=)", Errno.EMFILE)
        .on("the machine has too many open files: raise fs.file-max", Errno.ENFILE)
        .on(
            "the kernel has no memory for it: free some, or raise the control group's limit",
            Errno.ENOMEM,
            Errno.ENOBUFS);
  }

  /** Adds the hint of some errnos, or replaces it. */
  public Hints on(String hint, int... errnos) {
    for (int errno : errnos) {
      byErrno.put(errno, hint);
    }
    return this;
  }

  public String hint(int errno) {
    return byErrno.getOrDefault(errno, UNKNOWN);
  }

  /** The errnos that the call is known to answer. */
  public Set<Integer> errnos() {
    return byErrno.keySet();
  }
}
