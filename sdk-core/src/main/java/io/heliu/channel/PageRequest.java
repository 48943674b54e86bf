package io.heliu.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a source for one page of a window.
 *
 * @param window the window
 * @param number the page, from 1; sources with cursors ignore it
 * @param cursor the cursor the page before gave, or null for the first page
 * @param size rows wanted
 */
public record PageRequest(Window window, int number, @Nullable String cursor, int size) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the number or the size is less than 1
   */
  public PageRequest {
    Objects.requireNonNull(window, "window");
    if (number < 1) {
      throw new IllegalArgumentException("number: must be at least 1");
    }
    if (size < 1) {
      throw new IllegalArgumentException("size: must be at least 1");
    }
  }
}
