package reactor.xsk.samples.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table; the first row is its head. The first and the last column are text, others numbers. */
record Table(String title, List<List<String>> rows) {

  /** In columns of text. */
  String text() {
    int[] widths =
        IntStream.range(0, columns())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder(title).append("\n\n");
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String format = "%" + (isText(i) ? "-" : "") + Math.max(1, widths[i]) + "s  ";
        line.append(format.formatted(row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** In Markdown; without its last column if there is nothing in it. */
  String markdown() {
    boolean lastIsEmpty = rows.stream().allMatch(row -> row.getLast().isEmpty());
    int columns = lastIsEmpty ? columns() - 1 : columns();
    StringBuilder text = new StringBuilder(title).append("\n\n");
    text.append(line(rows.getFirst(), columns));
    text.append(
        IntStream.range(0, columns)
            .mapToObj(i -> isText(i) ? "---" : "---:")
            .collect(Collectors.joining("|", "|", "|\n")));
    rows.stream().skip(1).forEach(row -> text.append(line(row, columns)));
    return text.toString();
  }

  private static String line(List<String> row, int columns) {
    return row.stream()
        .limit(columns)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private int columns() {
    return rows.getFirst().size();
  }

  private boolean isText(int column) {
    return column == 0 || column == columns() - 1;
  }
}
