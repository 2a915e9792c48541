package reactor.xsk.internal.linux;

import reactor.xsk.XskException;

/**
 * A call that the kernel may refuse: what it is called, and what to try then. The one place where
 * exceptions of system calls are made.
 */
public interface KernelCall {

  /** The call, as an error message names it. */
  String text();

  /** What to try when it is refused, by errno. */
  Hints hints();

  /** The exception for a call that answered {@code -errno}. */
  default XskException failed(int negatedErrno, String values) {
    int errno = -negatedErrno;
    return new XskException(text(), errno, Errno.nameOf(errno), values, hints().hint(errno), null);
  }

  /** {@code result} if the call succeeded; throws its exception otherwise. */
  default int check(int result, String values) {
    if (result < 0) {
      throw failed(result, values);
    }
    return result;
  }
}
