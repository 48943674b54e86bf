package io.heliu.reconcile;

/** Cuts the sorted lines of both sides into the parts of one currency. */
final class Segments {
  private Segments() {}

  /** Takes the lines of one currency; called for currencies that both sides have. */
  @FunctionalInterface
  interface Part {
    void accept(Nearest.View left, Nearest.View right);
  }

  static void forEach(
      Book left, IntList lefts, Book right, IntList rights, boolean net, Part part) {
    int i = 0;
    int j = 0;
    while (i < lefts.size && j < rights.size) {
      int leftCurrency = left.currency(lefts.values[i]);
      int rightCurrency = right.currency(rights.values[j]);
      if (leftCurrency == rightCurrency) {
        int leftEnd = end(left, lefts, i);
        int rightEnd = end(right, rights, j);
        part.accept(
            new Nearest.View(left, lefts.values, i, leftEnd, false),
            new Nearest.View(right, rights.values, j, rightEnd, net));
        i = leftEnd;
        j = rightEnd;
      } else if (leftCurrency < rightCurrency) {
        i = end(left, lefts, i);
      } else {
        j = end(right, rights, j);
      }
    }
  }

  private static int end(Book book, IntList lines, int from) {
    int currency = book.currency(lines.values[from]);
    int end = from + 1;
    while (end < lines.size && book.currency(lines.values[end]) == currency) {
      end++;
    }
    return end;
  }
}
