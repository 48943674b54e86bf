package io.heliu.identity;

import java.util.Arrays;

/** Disjoint sets of the numbers from 0. The smallest number of a set stands for it. */
final class UnionFind {
  private final int[] parent;

  private UnionFind(int[] parent) {
    this.parent = parent;
  }

  static UnionFind singles(int size) {
    int[] parent = new int[size];
    Arrays.setAll(parent, i -> i);
    return new UnionFind(parent);
  }

  UnionFind copy() {
    return new UnionFind(parent.clone());
  }

  int find(int member) {
    int at = member;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  void union(int one, int other) {
    int a = find(one);
    int b = find(other);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
}
