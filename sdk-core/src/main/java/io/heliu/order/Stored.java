package io.heliu.order;

/** What became of a version that was put. */
public enum Stored {
  /** The first version of this order. */
  NEW,
  /** A later version; it replaced the one before. */
  NEWER,
  /** The same content again; nothing changed. */
  REPEATED,
  /** An earlier version than the stored one; nothing changed. */
  OLDER,
  /** Other content where the first version is final; nothing changed. */
  CONFLICT
}
