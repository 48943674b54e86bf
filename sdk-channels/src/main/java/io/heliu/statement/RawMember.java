package io.heliu.statement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a member's value out of a JSON text, character for character: a signature covers these
 * characters, and writing the value anew would change escapes, spaces or the order of keys.
 */
final class RawMember {
  private static final JsonFactory JSON = new JsonFactory();

  private RawMember() {}

  /** Returns the text of a member of the outermost object, or null if there is none. */
  static @Nullable String of(String document, String name) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = name.equals(parser.currentName());
        parser.nextToken();
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        if (wanted) {
          long end = parser.currentLocation().getCharOffset();
          return document.substring((int) start, (int) end);
        }
      }
      return null;
    }
  }
}
