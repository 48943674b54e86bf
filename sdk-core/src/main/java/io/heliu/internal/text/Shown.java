package io.heliu.internal.text;

/** Texts from outside as messages may show them: on one line, and not too long. */
public final class Shown {
  private Shown() {}

  /** Returns a text cut to some characters, with a question mark for each control character. */
  public static String of(String text, int characters) {
    String plain =
        text.codePoints()
            .limit(characters)
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return plain.length() < text.length() ? plain + "…" : plain;
  }
}
