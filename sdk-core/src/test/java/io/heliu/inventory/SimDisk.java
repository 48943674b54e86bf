package io.heliu.inventory;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A disk in memory that knows what is durable. It can fail, stop the world at any operation, and
 * say what may be left after that.
 */
final class SimDisk implements Disk {

  /** The power is off. */
  static final class PowerOff extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Node {
    byte[] content = {};
    byte[] durable = {};

    /** What was done since the last sync, in order; a truncation has no bytes. */
    final List<Change> changes = new ArrayList<>();
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Change(long position, byte[] bytes, boolean truncates) {
    byte[] on(byte[] content) {
      if (truncates) {
        return Arrays.copyOf(content, (int) position);
      }
      byte[] changed =
          Arrays.copyOf(content, Math.max(content.length, (int) position + bytes.length));
      System.arraycopy(bytes, 0, changed, (int) position, bytes.length);
      return changed;
    }

    Change torn(Random random) {
      int kept = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      return new Change(position, Arrays.copyOf(bytes, kept), truncates);
    }
  }

  private NavigableMap<String, Node> names = new TreeMap<>();
  private List<NavigableMap<String, Node>> pastNames = new ArrayList<>(List.of(new TreeMap<>()));
  private boolean locked;
  private boolean off;
  private long operationsLeft = Long.MAX_VALUE;
  private long spaceLeft = Long.MAX_VALUE;
  private boolean syncFails;
  private boolean truncateFails;
  final AtomicInteger syncs = new AtomicInteger();
  volatile Runnable beforeSync = () -> {};

  /** Lets so many changing operations succeed and switches the power off in the next. */
  synchronized void powerOffAfter(long operations) {
    operationsLeft = operations;
  }

  synchronized boolean isOff() {
    return off;
  }

  /** Lets so many more bytes be written. */
  synchronized void space(long bytes) {
    spaceLeft = bytes;
  }

  synchronized void failSyncs() {
    syncFails = true;
  }

  synchronized void failTruncates() {
    truncateFails = true;
  }

  synchronized byte[] content(String name) {
    return node(name).content.clone();
  }

  synchronized void damage(String name, byte[] content) {
    node(name).content = content.clone();
    node(name).durable = content.clone();
    node(name).changes.clear();
  }

  synchronized void remove(String name) {
    names.remove(name);
    pastNames = new ArrayList<>(List.of(new TreeMap<>(names)));
  }

  /** Returns a disk with what is certainly durable. */
  synchronized SimDisk durable() {
    SimDisk after = new SimDisk();
    pastNames.get(0).forEach((name, node) -> after.put(name, node.durable));
    return after;
  }

  /** Returns a disk with everything, durable or not. */
  synchronized SimDisk everything() {
    SimDisk after = new SimDisk();
    names.forEach((name, node) -> after.put(name, node.content));
    return after;
  }

  /**
   * Returns a disk as it may be after the power was off: some later changes made it, one is torn.
   */
  synchronized SimDisk survivor(Random random) {
    SimDisk after = new SimDisk();
    Map<String, Node> directory = pastNames.get(random.nextInt(pastNames.size()));
    directory.forEach(
        (name, node) -> {
          byte[] content = node.durable;
          int kept = random.nextInt(node.changes.size() + 1);
          for (int i = 0; i < kept; i++) {
            content = node.changes.get(i).on(content);
          }
          if (kept < node.changes.size() && random.nextBoolean()) {
            content = node.changes.get(kept).torn(random).on(content);
          }
          after.put(name, content);
        });
    return after;
  }

  private void put(String name, byte[] content) {
    Node node = new Node();
    node.content = content.clone();
    node.durable = content.clone();
    names.put(name, node);
    pastNames = new ArrayList<>(List.of(new TreeMap<>(names)));
  }

  private Node node(String name) {
    Node node = names.get(name);
    if (node == null) {
      throw new IllegalArgumentException("name: no such file " + name);
    }
    return node;
  }

  private void step() {
    if (off || operationsLeft == 0) {
      off = true;
      throw new PowerOff();
    }
    operationsLeft--;
  }

  private void changeNames(NavigableMap<String, Node> next) {
    names = next;
    pastNames.add(next);
  }

  @Override
  public synchronized Closeable lock() throws IOException {
    if (locked) {
      throw new IOException("another ledger has this directory open");
    }
    locked = true;
    return () -> {
      synchronized (this) {
        locked = false;
      }
    };
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized Handle open(String name) {
    step();
    if (!names.containsKey(name)) {
      NavigableMap<String, Node> next = new TreeMap<>(names);
      next.put(name, new Node());
      changeNames(next);
    }
    return new SimHandle(node(name));
  }

  @Override
  public synchronized Handle openForReading(String name) throws IOException {
    if (!names.containsKey(name)) {
      throw new FileNotFoundException(name);
    }
    return new SimHandle(node(name));
  }

  @Override
  public synchronized void rename(String from, String to) {
    step();
    NavigableMap<String, Node> next = new TreeMap<>(names);
    next.put(to, node(from));
    next.remove(from);
    changeNames(next);
  }

  @Override
  public synchronized void delete(String name) {
    step();
    NavigableMap<String, Node> next = new TreeMap<>(names);
    next.remove(name);
    changeNames(next);
  }

  @Override
  public synchronized void syncDirectory() {
    step();
    pastNames = new ArrayList<>(List.of(names));
  }

  private final class SimHandle implements Handle {
    private final Node node;

    SimHandle(Node node) {
      this.node = node;
    }

    @Override
    public long length() {
      synchronized (SimDisk.this) {
        return node.content.length;
      }
    }

    @Override
    public int read(long position, byte[] into, int from, int length) {
      synchronized (SimDisk.this) {
        int count = Math.max(0, Math.min(length, node.content.length - (int) position));
        System.arraycopy(node.content, (int) position, into, from, count);
        return count;
      }
    }

    @Override
    public void write(long position, byte[] bytes, int from, int length) throws IOException {
      synchronized (SimDisk.this) {
        boolean fits = length <= spaceLeft;
        int count = (int) Math.min(length, spaceLeft);
        Change change = new Change(position, Arrays.copyOfRange(bytes, from, from + count), false);
        if (!off && operationsLeft == 0) {
          node.changes.add(change);
        }
        step();
        spaceLeft -= count;
        apply(change);
        if (!fits) {
          throw new IOException("No space left on device");
        }
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (SimDisk.this) {
        step();
        if (truncateFails) {
          throw new IOException("Input/output error");
        }
        apply(new Change(Math.min(length, node.content.length), new byte[0], true));
      }
    }

    private void apply(Change change) {
      node.changes.add(change);
      node.content = change.on(node.content);
    }

    @Override
    public void sync() throws IOException {
      beforeSync.run();
      synchronized (SimDisk.this) {
        step();
        syncs.incrementAndGet();
        if (syncFails) {
          // What was dirty is dropped and reported clean from now on, as kernels do.
          node.changes.clear();
          throw new IOException("Input/output error");
        }
        node.durable = node.content;
        node.changes.clear();
      }
    }

    @Override
    public void close() {}
  }
}
