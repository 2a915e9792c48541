package reactor.xsk.samples.xskgen;

/** For whom output is. */
enum OutputStyle {
  /** For a terminal: the progress stays in one line. */
  TERMINAL,
  /** For a file or a pipe: one line an interval. */
  LINES,
  /** For a program: one JSON object a line. */
  JSON
}
