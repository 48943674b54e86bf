package io.heliu.channel.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Parameters in the form {@code application/x-www-form-urlencoded}, in UTF-8, as queries and bodies
 * have them. Every call of a platform is written this way, and a list of fields has so many commas
 * that {@link java.net.URLEncoder} took as long as reading the answer.
 */
public final class FormText {
  private static final String HEX = "0123456789ABCDEF";

  private FormText() {}

  /** Returns names and values in the order of the map. */
  public static String of(Map<String, String> parameters) {
    StringBuilder form = new StringBuilder(512);
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      if (form.length() > 0) {
        form.append('&');
      }
      append(form, parameter.getKey());
      form.append('=');
      append(form, parameter.getValue());
    }
    return form.toString();
  }

  private static void append(StringBuilder form, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        form.append((char) b);
      } else if (b == ' ') {
        form.append('+');
      } else {
        form.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '-'
        || b == '*'
        || b == '_';
  }
}
