package io.heliu.benchmarks.reading;

import io.heliu.http.Transport;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records the answers to a series of calls, and then gives them again, in memory and in the same
 * order. Used by one thread.
 */
final class CannedTransport implements Transport {
  private final Transport real = Transport.http();
  private final List<WireRequest> requests = new ArrayList<>();
  private final List<WireResponse> answers = new ArrayList<>();
  private boolean replaying;
  private int next;

  /** Forgets what was recorded so far, for example how a token was fetched. */
  void restart() {
    requests.clear();
    answers.clear();
  }

  /** From now on gives what was recorded. */
  void replay() {
    replaying = true;
  }

  long bytes() {
    return answers.stream().mapToLong(answer -> answer.body().length).sum();
  }

  int calls() {
    return answers.size();
  }

  WireRequest request(int call) {
    return requests.get(call);
  }

  @Override
  public WireResponse send(WireRequest request) throws IOException {
    if (replaying) {
      WireResponse answer = answers.get(next);
      next = (next + 1) % answers.size();
      return answer;
    }
    WireResponse answer = real.send(request);
    requests.add(request);
    answers.add(answer);
    return answer;
  }

  /**
   * Checks that a series of calls was as long as the recorded one.
   *
   * @throws IllegalStateException if not
   */
  void atStart() {
    if (next != 0) {
      throw new IllegalStateException("the calls are not those that were recorded");
    }
  }

  @Override
  public void close() {
    real.close();
  }
}
